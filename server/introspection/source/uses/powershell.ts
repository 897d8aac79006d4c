import { reads, readsFolder, type UsesOfLanguage, writes, writesFolder } from "./language";

const others = `(?:[^\\n|;'"]|'[^'\\n]{0,80}'|"[^"\\n]{0,80}"){0,120}`;
/** A command with X as its first argument, or as that of -Path and its relatives. */
const ofPath = (commands: string) =>
  `\\b(?:${commands})\\b(?:(?:\\s+-(?:Raw|Force|Recurse|NoTypeInformation))*\\s+X|${others}\\s-(?:LiteralPath|FilePath|Path)\\s+X)`;
const isFolder = "[^\\n|;]{0,80}\\bContainer\\b";

/** Source: the reference of Microsoft.PowerShell.Management and Microsoft.PowerShell.Utility. */
export const powerShellUses: UsesOfLanguage = {
  ignoresCase: true,
  expressions: ({ flags = [] }) =>
    flags.map((flag) => `["']?\\$\\{?${flag.replace(/^-+/, "")}\\b\\}?["']?(?![.\\[(:])`),
  patterns: [
    [ofPath("Test-Path|Resolve-Path|Get-Item"), reads],
    [`\\bTest-Path\\s[^\\n{}]{0,80}\\$_[^\\n]{0,80}\\}\\s*\\)\\s*\\][^$]{0,80}X`, reads],
    [`${ofPath("Test-Path")}${isFolder}`, readsFolder],
    [ofPath("Get-ChildItem|gci|Set-Location|Push-Location"), readsFolder],
    [ofPath("Set-Content|Add-Content|Out-File|Export-Csv|Export-Clixml|Tee-Object"), writes],
    [`(?<![-\\w])>>?\\s*X|\\bFile\\]::(?:WriteAll\\w+|AppendAll\\w+|Create\\w*)\\s*\\(\\s*X`, writes],
    [
      `\\bNew-Item\\b(?=[^\\n|;]{0,120}\\bDirectory\\b)[^\\n|;]{0,120}X|\\bDirectory\\]::CreateDirectory\\s*\\(\\s*X`,
      writesFolder,
    ],
    [ofPath("Get-Content|gc|Import-Csv|Import-Clixml|Import-PowerShellDataFile|Get-FileHash"), reads],
    [
      `\\bSelect-String\\b[^\\n|;]{0,120}\\s-(?:LiteralPath|Path)\\s+X|\\bFile\\]::(?:ReadAll\\w+|ReadLines|Open\\w*)\\s*\\(\\s*X`,
      reads,
    ],
  ],
};

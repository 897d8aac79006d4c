/** From a question to its result, with the API at this origin. */
export const pythonExample = (origin: string) => `import json
import requests

site = "${origin}/api/v2"
headers = {"Authorization": "Bearer your_key_here", "Prefer": "wait=45"}
found = requests.get(site + "/scripts", params={"q": "protein"}, headers=headers).json()
slug = found["items"][0]["slug"]
print(requests.get(f"{site}/scripts/{slug}", headers=headers).json()["input"])  # its JSON Schema
job = requests.post(
    f"{site}/scripts/{slug}/jobs",
    data={"job": json.dumps({"input": {"fasta": {"$file": "proteins"}}})},
    files={"proteins": open("proteins.fasta", "rb")},
    headers=headers,
).json()
print(job["status"], requests.get(f"{site}/jobs/{job['id']}/output", headers=headers).text)`;

"""run_script.py ADDRESS KEY: gets from a file to its result by API v2, with a client that was generated for Python.

It does the same as run-script.ts, and prints the results as JSON.
"""

import hashlib
import io
import json
import sys

from wooey_client import AuthenticatedClient
from wooey_client.api.jobs import get_job, get_job_file, get_job_output, list_job_files, wait_for_job
from wooey_client.api.scripts import describe_script, find_scripts, run_script
from wooey_client.models import NewJob, NewJobInput, RunScriptFilesBody
from wooey_client.types import File

TEXT = b"one fish two fish\n"


def main() -> None:
    address, key = sys.argv[1:]
    client = AuthenticatedClient(base_url=address, token=key, raise_on_unexpected_status=True)
    script = find_scripts.sync(client=client, q="count words").items[0]
    described = describe_script.sync(script.slug, client=client)
    script_input = NewJobInput.from_dict({"$command": {"count": {"files": [{"$file": "text"}]}}})
    new_job = NewJob(input_=script_input, name="from a generated client")
    body = RunScriptFilesBody(job=json.dumps(new_job.to_dict()))
    body["text"] = File(payload=io.BytesIO(TEXT), file_name="fish.txt", mime_type="text/plain")
    submitted = run_script.sync(script.slug, client=client, body=body, idempotency_key="python")
    job = wait_for_job.sync(submitted.uuid, client=client, timeout=45)
    output = get_job_output.sync_detailed(job.uuid, client=client, stream="stdout")
    result = list_job_files.sync(job.uuid, client=client, direction="output").items[0]
    content = get_job_file.sync_detailed(job.uuid, result.path, client=client).content
    missing = get_job.sync(2_147_483_647, client=client)
    results = {
        "slug": script.slug,
        "hasSchema": described.input_ is not None,
        "status": job.status,
        "exitCode": job.exit_code,
        "output": output.content.decode(),
        "content": content.decode(),
        "isComplete": hashlib.sha256(content).hexdigest() == result.sha256,
        "missing": missing.status,
    }
    print(json.dumps(results))


if __name__ == "__main__":
    main()

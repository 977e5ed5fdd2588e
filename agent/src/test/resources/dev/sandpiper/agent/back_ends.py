"""Prints as JSON what Python's own libraries make of config/backends: the TOML files, and a template of Ansible's."""
import json
import pathlib
import sys
import tomllib

from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

folder = pathlib.Path(sys.argv[1])
jinja = SandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True)
template = folder / "ansible/roles/sandpiper/templates/agent.yaml.j2"
json.dump(
    {
        "toml": {path.name: tomllib.loads(path.read_text()) for path in folder.glob("telegraf/*.conf")},
        "rendered": {
            host: jinja.from_string(template.read_text()).render(**variables) for host, variables in json.load(sys.stdin).items()
        },
    },
    sys.stdout,
)

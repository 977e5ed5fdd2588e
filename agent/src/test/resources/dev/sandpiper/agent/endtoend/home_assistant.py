"""Stands in for Home Assistant: takes a discovery message and what arrives on topics, and tells what it makes of them.

Standard input: {"discovery": {...}, "messages": [[topic, payload], ...], "commands": [{"entity", "late", ...variables}, ...]}
Standard output: {"problems": [...], "states": {entity: [state, ...]}, "commands": [[topic, payload], ...]}

Templates are rendered as there: in jinja2's sandbox, with its own globals and filters where ours use them, value_json where the
payload is JSON, and the result stripped. Stricter than there: what is not defined is an error, not a line in a log.
"""

import json
import math
import sys
from datetime import datetime, timedelta, timezone

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

KEYS = {
    "avty_t": "availability_topic", "bri_tpl": "brightness_template", "cmd_off_tpl": "command_off_template",
    "cmd_on_tpl": "command_on_template", "cmd_t": "command_topic", "cmd_tpl": "command_template",
    "cmps": "components", "dev": "device", "dev_cla": "device_class", "en": "enabled_by_default",
    "ent_cat": "entity_category", "evt_typ": "event_types", "exp_aft": "expire_after",
    "json_attr_t": "json_attributes_topic", "json_attr_tpl": "json_attributes_template", "max": "max", "min": "min",
    "name": "name", "o": "origin", "p": "platform", "qos": "qos", "schema": "schema", "stat_cla": "state_class",
    "stat_t": "state_topic", "stat_tpl": "state_template", "step": "step", "sug_dsp_prc": "suggested_display_precision",
    "uniq_id": "unique_id", "unit_of_meas": "unit_of_measurement", "val_tpl": "value_template",
    "ids": "identifiers", "mf": "manufacturer", "mdl": "model", "sw": "sw_version",
}  # components/mqtt/abbreviations.py

COMMON = {"platform", "unique_id", "name", "qos", "enabled_by_default", "entity_category", "json_attributes_topic",
          "json_attributes_template", "device_class"}
READS = {"state_topic", "value_template", "expire_after"}
WRITES = {"command_topic", "command_template"}
OPTIONS = {
    "binary_sensor": READS,
    "button": WRITES,
    "event": READS - {"expire_after"} | {"event_types"},
    "light": {"schema", "state_topic", "state_template", "brightness_template", "command_topic", "command_on_template",
              "command_off_template"},
    "number": READS - {"expire_after"} | WRITES | {"min", "max", "step", "unit_of_measurement"},
    "sensor": READS | {"state_class", "unit_of_measurement", "suggested_display_precision"},
    "switch": READS - {"expire_after"} | WRITES,
}
CLASSES = {
    "binary_sensor": {"problem"}, "button": {"restart"}, "event": {"button"}, "light": set(), "number": set(),
    "switch": set(),
}

ANY = {"measurement", "total", "total_increasing"}
MEASURED = {"measurement"}
GROWING = {"total", "total_increasing"}
SENSOR_CLASSES = {  # units and state classes: components/sensor/const.py
    "atmospheric_pressure": ({"hPa"}, MEASURED), "carbon_dioxide": ({"ppm"}, MEASURED),
    "current": ({"A", "mA"}, MEASURED), "data_size": ({"B", "kB", "MB", "MiB"}, ANY), "distance": ({"m", "mm"}, ANY),
    "duration": ({"d", "h", "min", "s", "ms"}, ANY), "energy": ({"Wh", "kWh"}, GROWING),
    "frequency": ({"Hz", "kHz"}, MEASURED), "humidity": ({"%"}, MEASURED), "illuminance": ({"lx"}, MEASURED),
    "pm1": ({"µg/m³"}, MEASURED), "pm10": ({"µg/m³"}, MEASURED), "pm25": ({"µg/m³"}, MEASURED),
    "power": ({"W", "kW"}, MEASURED), "precipitation": ({"mm", "cm"}, ANY), "signal_strength": ({"dB", "dBm"}, MEASURED),
    "temperature": ({"°C", "K"}, MEASURED), "voltage": ({"V", "mV"}, MEASURED),
    "volume_flow_rate": ({"L/min", "m³/h"}, MEASURED), "weight": ({"kg", "g"}, ANY | MEASURED),
    "wind_speed": ({"m/s", "km/h"}, MEASURED),
}

problems = []
late = timedelta()


def utcnow():
    return datetime.now(timezone.utc) - late


def rounded(value, precision=0):
    value = round(float(value), precision)
    return int(value) if precision == 0 else value


def as_timestamp(text):
    return datetime.fromisoformat(text).timestamp()


environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)
environment.globals.update(utcnow=utcnow, timedelta=timedelta, as_timestamp=as_timestamp)
environment.filters.update(round=rounded, to_json=lambda value: json.dumps(value, ensure_ascii=False))


def render(template, variables):
    return environment.from_string(template).render(variables).strip()


def incoming(template, payload):
    variables = {"value": payload}
    try:
        variables["value_json"] = json.loads(payload)
    except ValueError:
        pass
    return render(template, variables)


def spelled_out(options):
    unknown = [key for key in options if key not in KEYS]
    if unknown:
        problems.append(f"unknown keys {unknown}")
    return {KEYS.get(key, key): value for key, value in options.items()}


def is_number(entity):
    return any(key in entity for key in ("state_class", "unit_of_measurement", "device_class"))


def sensor(entity, state, rendered):
    if rendered == "None":
        return None
    if is_number(entity):
        return state if rendered == "" else float(rendered)
    return rendered


def on_or_off(entity, state, rendered):
    states = {"ON": True, "OFF": False, "None": None, "": state}
    return states[rendered]


def number(entity, state, rendered):
    value = float(rendered)
    if not entity["min"] <= value <= entity["max"]:
        raise ValueError(f"{value} is not between {entity['min']} and {entity['max']}")
    return value


def event(entity, state, rendered):
    if rendered == "":
        return state
    kind = json.loads(rendered)["event_type"]
    if kind not in entity["event_types"]:
        raise ValueError(f"{kind} is none of {entity['event_types']}")
    return kind


def light(entity, state, payload):
    shines = {"on": True, "off": False}[incoming(entity["state_template"], payload)]
    brightness = int(incoming(entity["brightness_template"], payload))
    if not 0 <= brightness <= 255:
        raise ValueError(f"brightness is {brightness}")
    return brightness if shines else 0


HEARD = {"sensor": sensor, "binary_sensor": on_or_off, "switch": on_or_off, "number": number, "event": event}


def hear(entity, state, payload):
    if "json_attributes_template" in entity:
        if not isinstance(json.loads(incoming(entity["json_attributes_template"], payload)), dict):
            raise ValueError("attributes are not an object")
    if entity["platform"] == "light":
        return light(entity, state, payload)
    return HEARD[entity["platform"]](entity, state, incoming(entity["value_template"], payload))


def check(key, entity):
    platform = entity["platform"]
    if not entity.get("unique_id") or "name" not in entity:
        problems.append(f"{key} has no unique_id or no name")
    foreign = set(entity) - COMMON - OPTIONS[platform]
    if foreign:
        problems.append(f"{key}: a {platform} has no {foreign}")
    if platform == "sensor":
        check_sensor(key, entity)
    elif "device_class" in entity and entity["device_class"] not in CLASSES[platform]:
        problems.append(f"{key}: a {platform} has no class {entity['device_class']}")
    if platform == "number" and not (entity["min"] < entity["max"] and entity["step"] >= 0.001):
        problems.append(f"{key}: {entity['min']} to {entity['max']} in steps of {entity['step']}")


def check_sensor(key, entity):
    if "device_class" not in entity:
        return
    units, state_classes = SENSOR_CLASSES[entity["device_class"]]
    if entity.get("unit_of_measurement") not in units:
        problems.append(f"{key}: {entity['device_class']} in {entity.get('unit_of_measurement')}")
    if "state_class" in entity and entity["state_class"] not in state_classes:
        problems.append(f"{key}: {entity['device_class']} is no {entity['state_class']}")


def template_of(entity, command):
    if entity["platform"] != "light":
        return entity["command_template"]
    return entity["command_on_template"] if command["state"] else entity["command_off_template"]


def main():
    global late
    given = json.load(sys.stdin)
    discovery = spelled_out(given["discovery"])
    spelled_out(discovery["device"])
    for key in ("device", "origin", "components"):
        if not discovery.get(key):
            problems.append(f"no {key}")
    entities = {key: spelled_out(options) for key, options in discovery["components"].items()}
    states = {}
    for key, entity in entities.items():
        check(key, entity)
        states[key] = []
        for topic, payload in given["messages"]:
            if topic != entity.get("state_topic"):
                continue
            try:
                states[key].append(hear(entity, states[key][-1] if states[key] else None, payload))
            except Exception as failure:
                problems.append(f"{key} on {payload}: {type(failure).__name__} {failure}")
    commands = []
    for command in given["commands"]:
        entity = entities[command["entity"]]
        late = timedelta(seconds=command.get("late", 0))
        commands.append([entity["command_topic"], render(template_of(entity, command), command)])
    json.dump({"problems": problems, "states": states, "commands": commands}, sys.stdout)


main()

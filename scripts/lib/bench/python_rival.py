"""python_rival.py NAME PORT PASSWORD_FILE CA_FILE: what people write themselves, with paho-mqtt. Obeys `live N` and
`pace A_SECOND SECONDS`; answers with seconds, when all are acknowledged."""

import json
import sys
import threading
import time

import paho.mqtt.client as mqtt

WINDOW = 100


class Rival:
    def __init__(self, name, port, password_file, ca_file):
        self.topic = f"sandpiper/{name}/telemetry/air"
        self.seq = 0
        self.room = threading.Semaphore(WINDOW)
        online = threading.Event()
        # The second edition of the library asks which form of callbacks is meant.
        edition = getattr(mqtt, "CallbackAPIVersion", None)
        self.client = mqtt.Client(*([edition.VERSION1] if edition else []), client_id=name)
        with open(password_file, encoding="utf-8") as file:
            self.client.username_pw_set("demo", file.read().strip())
        self.client.tls_set(ca_file)
        self.client.max_inflight_messages_set(WINDOW)
        self.client.on_connect = lambda *_: online.set()
        self.client.on_publish = lambda *_: self.room.release()
        self.client.connect("127.0.0.1", int(port))
        self.client.loop_start()
        online.wait()

    def publish(self):
        self.room.acquire()
        self.seq += 1
        now = time.time()
        reading = {
            "ts": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}Z",
            "run": 1483920511,
            "seq": self.seq,
            "temperature": 21.46,
            "humidity": 48.1,
            "pressure": 1013.2,
        }
        self.client.publish(self.topic, json.dumps(reading, separators=(",", ":")), qos=1)

    def all_acknowledged(self):
        for _ in range(WINDOW):
            self.room.acquire()
        for _ in range(WINDOW):
            self.room.release()

    def live(self, many):
        for _ in range(many):
            self.publish()
        self.all_acknowledged()

    def pace(self, a_second, seconds):
        begun = time.monotonic()
        for each in range(a_second * seconds):
            self.publish()
            time.sleep(max(0, begun + (each + 1) / a_second - time.monotonic()))

    def obey(self):
        print("online", flush=True)
        for line in sys.stdin:
            order, *numbers = line.split()
            begun = time.monotonic()
            {"live": self.live, "pace": self.pace}[order](*map(int, numbers))
            print(time.monotonic() - begun, flush=True)


Rival(*sys.argv[1:]).obey()

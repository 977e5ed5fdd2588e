# shellcheck shell=bash
# shellcheck disable=SC2154,SC2016  # dir is inside's; dpkg's variables are dpkg's.
# The device as it should be: installed, strict, measuring, obeying.

check_boot() {
    local failed
    on_device 'systemctl is-system-running --wait >/dev/null' || true
    failed=$(on_device 'systemctl --failed --no-legend --plain')
    [ -z "$failed" ] || wrong "units have failed: $failed"
    on_device 'ls /dev/i2c-1 /dev/gpiochip1 >/dev/null' || wrong "there is no /dev/i2c-1 or /dev/gpiochip1"
    on_device 'systemd-analyze | head -n 1'
}

# With a Java of its own: the system has none. As it comes the agent waits, and says for what; then it is stopped and configured.
check_install() {
    local begun
    begun=$(now)
    ! on_device 'ls -d /usr/lib/jvm 2>/dev/null' || wrong "the system has a Java already"
    install_package "$dir/sandpiper.deb"
    begun=$(($(now) - begun))
    within 300 is_active || wrong "the service is not active: $(journal)"
    [ "$(property UnitFileState)" = enabled ] || wrong "the service is not enabled"
    within 300 waits_for_broker || wrong "health does not say 'no broker yet': $(<"$dir/printed") $(journal)"
    on_device 'systemctl stop sandpiper.service'
    configure_device
    echo "$(on_device 'dpkg-query -W -f "\${Version}, \${Installed-Size} KiB" sandpiper') by apt in $(seconds "$begun");" \
        "$(on_device 'cd /var/cache/sandpiper && ls -s --block-size=M *.aot | paste -s -d " "'); $(grep -m 1 'no broker yet' "$dir/printed")"
}

is_active() { [ "$(property ActiveState)" = active ]; }

waits_for_broker() {
    on_device 'sandpiper health; systemctl show -p StatusText sandpiper.service' >"$dir/printed" 2>&1 || true
    grep -q 'no broker yet' "$dir/printed"
}

# What answers on the bus, by real transfers, and which lines of the chip are taken; as the service's user.
check_scan() {
    local ms found
    ms=$(took as_service '/usr/bin/sandpiper scan --bus 1 2>&1') || wrong "scan failed: $(<"$dir/printed")"
    found=$(grep -i -m 1 bmp280 "$dir/printed") || wrong "no bmp280 at 0x76: $(<"$dir/printed")"
    echo "$(tr -s ' ' <<<"$found") in $(seconds "$ms")"
}

check_check() {
    local ms warnings
    ms=$(took as_service '/usr/bin/sandpiper check 2>&1') || wrong "check failed: $(<"$dir/printed")"
    grep -q 'gpio-output  pin 22' "$dir/printed" || wrong "check does not show the pump at pin 22: $(<"$dir/printed")"
    warnings=$(grep -c 'warning:' "$dir/printed" || true)
    grep 'warning:' "$dir/printed" >"$dir/warnings" || true
    echo "$warnings warnings in $(seconds "$ms"): $(cut -d ' ' -f 3- "$dir/warnings" | paste -s -d ';')"
}

# What check says of pins: one that another program holds, by the kernel's list, and one whose pull switches its output on.
check_pins() {
    on_device 'mkdir -p /root/pins && chmod 755 /root /root/pins && cat >/root/pins/agent.yaml
        gpioset --daemonize --consumer heating --chip gpiochip1 24=0' <<'YAML'
broker: { url: "mqtts://10.0.2.2:8883" }
outbox: { directory: /tmp }
actuators:
  - { id: held, type: gpio-output, pin: 24 }
  - { id: lamp, type: gpio-output, pin: 23, active: low }
YAML
    as_service '/usr/bin/sandpiper check --config /root/pins/agent.yaml 2>&1' >"$dir/printed" || wrong "check failed: $(<"$dir/printed")"
    # shellcheck disable=SC2016  # For the device's shell.
    on_device 'kill "$(pidof gpioset)"'
    grep -q "held: pin 24 is held by 'heating'" "$dir/printed" || wrong "check does not say who holds pin 24: $(<"$dir/printed")"
    grep -q 'lamp (pin 23) is on from power-on.*add gpio=23=op,dh to' "$dir/printed" || wrong "check does not tell of pin 23: $(<"$dir/printed")"
    grep -oE "held: pin 24 is held by 'heating'|lamp \(pin 23\) is on from power-on|add gpio=23=op,dh" "$dir/printed" | paste -s -d ';'
}

# From the start of the service until readings arrive; and where the plan for the time after a kill lies.
check_start() {
    local begun plan
    begun=$(now)
    on_device 'systemctl start --no-block sandpiper.service'
    seen 300 sandpiper/demo/telemetry/air 1 >"$dir/reading" || wrong "no reading within 300 s: $(journal)"
    begun=$(($(now) - begun))
    ! grep -q '"error"' "$dir/reading" || wrong "the first reading is none: $(<"$dir/reading")"
    plan=$(on_device 'stat -c "%a %U %n" /run/sandpiper /run/sandpiper/safe-state.plan | paste -s -d " "')
    [ "$plan" = "700 sandpiper /run/sandpiper 600 sandpiper /run/sandpiper/safe-state.plan" ] || wrong "the plan is: $plan"
    echo "first reading after $(seconds "$begun"); $plan; status: $(property StatusText)"
}

# By what systemd counts, and by the kernel's word about the process that runs.
check_unit() {
    local objections exposure status
    objections=$(on_device 'systemd-analyze verify --man=no sandpiper.service 2>&1' || true)
    [ -z "$objections" ] || wrong "$objections"
    exposure=$(on_device "systemd-analyze security --no-pager sandpiper.service" | grep -o 'Overall exposure.*' | grep -o -m 1 '[0-9][0-9.]*')
    status=$(on_device "cat /proc/$(property MainPID)/status" | tr '\t' ' ')
    grep -qE '^CapEff: *0+$' <<<"$status" || wrong "it has capabilities: $status"
    grep -q '^NoNewPrivs: *1' <<<"$status" || wrong "it may get new privileges"
    grep -q '^Seccomp: *2' <<<"$status" || wrong "no filter of system calls is in force"
    ! inside_service 'touch /usr/lib/sandpiper/x /etc/sandpiper/x' || wrong "the program or the configuration could be written"
    inside_service 'touch /var/lib/sandpiper/x && rm /var/lib/sandpiper/x' || wrong "the outbox cannot be written"
    [ "$(echo "$exposure" | tr -d .)" -le 15 ] || wrong "systemd-analyze security says $exposure, expected at most 1.5"
    echo "exposure $exposure; no capabilities, system calls filtered, program and configuration read-only; $(on_device 'id sandpiper')"
}

# With the files as the service sees them.
inside_service() { on_device "nsenter -t $(property MainPID) -m -- sh -c '$1' 2>/dev/null"; }

check_reading() {
    local reading
    seen 60 sandpiper/demo/telemetry/air 1 >"$dir/reading" || wrong "no reading within 60 s: $(journal)"
    reading=$(<"$dir/reading")
    [[ $reading == *'"temperature":25.08'* && $reading == *'"pressure":1006.53'* ]] ||
        wrong "expected 25.08 and 1006.53, got $reading"
    grep -o '"temperature".*[0-9]' <<<"$reading"
}

# From the operator to the line and back; read by the kernel, and by the kernel's list of who holds it.
check_command() {
    local on off holder
    on=$(switch_pump command-on true)
    [ "$(pin 22)" = 1 ] || wrong "answered done, and pin 22 is low"
    holder=$(on_device "gpioinfo -c gpiochip1 22")
    off=$(switch_pump command-off false)
    [ "$(pin 22)" = 0 ] || wrong "answered done, and pin 22 is high"
    echo "on answered after $on ms, off after $off ms; $(tr -s ' \t' ' ' <<<"$holder")"
}

check_edge() {
    local begun state level ms=()
    for level in down up; do
        begun=$(now)
        # Two: the retained one of before comes first.
        seen 60 sandpiper/demo/telemetry/door 2 >"$dir/edge" &
        pull 17 $level
        wait $! || wrong "no reading of the door within 60 s: $(<"$dir/edge") $(journal)"
        ms+=($(($(now) - begun)))
        state=$(tail -n 1 "$dir/edge" | grep -o '"state":[a-z]*')
        [ "$state" = "\"state\":$([ $level = up ] && echo true || echo false)" ] || wrong "pulled $level, got $state"
    done
    echo "down after ${ms[0]} ms, up after ${ms[1]} ms, from outside to the broker"
}

# Told once as an error, with the time in health, and gone when it is back.
check_sensor() {
    local begun gone back
    begun=$(now)
    present 0x76 0
    await_seen 120 sandpiper/demo/telemetry/air '"error"' >"$dir/reading"
    gone=$(($(now) - begun))
    await_seen 120 sandpiper/demo/health '"problems":\["air' >"$dir/health"
    begun=$(now)
    present 0x76 1
    await_seen 180 sandpiper/demo/telemetry/air '"temperature":25.08' >/dev/null
    back=$(($(now) - begun))
    await_seen 120 sandpiper/demo/health '"ok":true' >/dev/null
    echo "pulled out: told after $(seconds "$gone"), $(grep -o '"error":"[^"]*"' "$dir/reading"); put in: reads again after $(seconds "$back"), health ok"
}

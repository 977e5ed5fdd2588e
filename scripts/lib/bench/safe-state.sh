# shellcheck shell=bash
# scripts/bench safe-state: from kill -9 of an agent whose pump is on to the pin of the pump. Expects $root and toolchain.sh.
: "${root:?}" "${ROUNDS:?}"

safe_state() {
    agent='' dir=$(mktemp -d "${TMPDIR:-/tmp}/sandpiper-bench.XXXXXX")
    trap 'remove_safe_state' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    cat >"$dir/agent.yaml" <<'YAML'
device: { id: bench }
broker: { url: "mqtt://127.0.0.1:1" }
outbox: { directory: . }
board: { type: simulated, trace: trace.log }
actuators:
  - { id: pump, type: gpio-output, pin: 22 }
  - { id: fan, type: pwm-output, pin: 18 }
  - { id: valve, type: mcp4725 }
YAML
    printf '%s, %s cores, load %s; medians of %s\n' "$(uname -srm)" "$(nproc)" "$(cut -d ' ' -f 1 /proc/loadavg)" "$ROUNDS"
    printf '%-44s %14s %14s %10s\n' '' 'kill to pin ms' 'command ms' 'CPU ms'
    rounds 'by the plan, scripts/sandpiper' true by_script
    rounds 'by the plan, nothing of Java in memory' forget_files by_script
    train
    rounds 'by the plan, with an ahead-of-time cache' true by_cache
    rounds 'no plan, by the configuration' remove_plan by_script
}

remove_safe_state() {
    [ -z "$agent" ] || kill -9 "$agent" 2>/dev/null || true
    rm -rf "$dir"
}

by_script() { "$root/scripts/sandpiper" safe-state --config "$dir/agent.yaml"; }

cached() {
    "$JAVA_HOME/bin/java" "@$root/scripts/lib/jvm.options" "$1" -cp "$(printf '%s:' "$root"/agent/target/lib/*.jar)" \
        dev.sandpiper.agent.Main safe-state --config "$dir/agent.yaml"
}

train() {
    kill_agent
    cached "-XX:AOTCacheOutput=$dir/safe-state.aot" >/dev/null 2>"$dir/training" || fail "$(cat "$dir/training")"
}

by_cache() { cached "-XX:AOTCache=$dir/safe-state.aot"; }

forget_files() {
    local file
    for file in "$root"/agent/target/lib/*.jar "$JAVA_HOME"/lib/{modules,server/*,*.so}; do
        dd if="$file" iflag=nocache count=0 status=none
    done
}

remove_plan() { rm -f "$dir/safe-state.plan"; }

kill_agent() {
    rm -f "$dir/control.sock"
    "$root/scripts/sandpiper" run --config "$dir/agent.yaml" 2>>"$dir/log" &
    agent=$!
    until [ -S "$dir/control.sock" ]; do
        kill -0 "$agent" || fail "the agent ended: $(tail -n 3 "$dir/log")"
        sleep 0.1
    done
    "$root/scripts/sandpiper" set pump on --config "$dir/agent.yaml" >/dev/null
    kill -9 "$agent"
    wait "$agent" 2>/dev/null || true
    agent=''
}

now() { echo $((${EPOCHREALTIME/./} / 1000)); }

# rounds NAME PREPARE COMMAND
rounds() {
    local round begun ended pin results TIMEFORMAT='%3U %3S'
    results=$(for ((round = 0; round < ROUNDS; round++)); do
        kill_agent
        "$2"
        begun=$(now)
        { time "$3" >/dev/null 2>"$dir/said"; } 2>"$dir/cpu" || fail "$(cat "$dir/said")"
        ended=$(now)
        pin=$(date -d "$(grep ' gpio 22 low' "$dir/trace.log" | tail -n 1 | cut -d ' ' -f 1)" +%s%3N)
        echo "$((pin - begun)) $((ended - begun)) $(awk '{ print ($1 + $2) * 1000 }' "$dir/cpu")"
    done) || exit 1
    printf '%-44s %14d %14d %10d\n' "$1" "$(cut -d ' ' -f 1 <<<"$results" | median)" \
        "$(cut -d ' ' -f 2 <<<"$results" | median)" "$(cut -d ' ' -f 3 <<<"$results" | median)"
}

# shellcheck shell=bash
# An ahead-of-time cache for the agents that the tests start by the hundred: each is up with three fifths of the work.
# Expects $root, toolchain.sh, build.sh and processes.sh.
: "${root:?}"

agent_cache() { echo "$root/agent/target/agent.aot"; }

training() { echo "$root/agent/target/training"; }

# Trains it when the jars are newer. Where it does not fit, the JVM starts as usual: the tests show the same, later.
ensure_agent_cache() {
    [ "$(agent_cache)" -nt "$(stamp)" ] || train_agent
}

# With an agent that measures, keeps and finds no broker; in any case it ends after a minute.
train_agent() {
    local agent
    rm -rf "$(training)" "$(agent_cache)"
    mkdir -p "$(training)"
    configure_trainee
    in_background run_trainee
    agent=$!
    await 50 trainee_is_busy || training_failed
    kill "$agent"
    wait "$agent" || training_failed
    [ -e "$(agent_cache)" ] || training_failed
}

training_failed() {
    kill "$agent" 2>/dev/null || true
    fail "no cache for the agent's start came of training it; $(training)/log tells why"
}

configure_trainee() {
    cat >"$(training)/agent.yaml" <<END
device: { id: hut }
broker: { url: "mqtt://127.0.0.1:1", reconnect: { min: 100ms, max: 500ms } }
outbox: { directory: outbox, commit_every: 100ms }
board: { type: simulated, trace: trace.log, control: control.txt }
sensors:
  - { id: air, type: bme280, every: 50ms }
  - { id: door, type: gpio-input, pin: 17, pull: up }
  - { id: computer, type: system, every: 50ms }
actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
END
}

# The flags and the class path of AgentCommand.java: a cache serves these alone.
run_trainee() {
    exec timeout 60 "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
        -Xmx64m "-XX:AOTCacheOutput=$(agent_cache)" -cp "$root/agent/target/lib/*" \
        dev.sandpiper.agent.Main run --config "$(training)/agent.yaml" >"$(training)/log" 2>&1
}

trainee_is_busy() {
    kill -0 "$agent" 2>/dev/null || return 2
    [ -s "$(training)/outbox/outbox.db-wal" ] && grep -q 'no connection to' "$(training)/log"
}

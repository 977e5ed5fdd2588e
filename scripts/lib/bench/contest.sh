# shellcheck shell=bash
# What scripts/bench link and commands share: contestants beside one mosquitto on loopback, each a process that obeys lines. They
# take turns, so that what else the machine does hits all alike. Expects $root, toolchain.sh, build.sh and rivals.sh.
: "${root:?}" "${rivals:?}"

declare -A orders answers
processes=()

prepare() {
    need_jdk
    need_maven
    need_programs mosquitto mosquitto_pub openssl
    ensure_built
    umask 077
    dir='' memory=''
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    dir=$(mktemp -d "${TMPDIR:-/tmp}/sandpiper-bench.XXXXXX")
    memory=$(mktemp -d /dev/shm/sandpiper-bench.XXXXXX)
    # shellcheck source=scripts/lib/processes.sh
    . "$root/scripts/lib/processes.sh"
    # shellcheck source=scripts/lib/demo-broker.sh
    . "$root/scripts/lib/demo-broker.sh"
    compile
}

clean_up() {
    local process
    trap '' INT TERM HUP
    for process in "${processes[@]}" ${broker:-}; do
        kill "$process" 2>/dev/null || true
        wait "$process" 2>/dev/null || true
    done
    rm -rf "$dir" "$memory"
}

compile() {
    local sources="$root/scripts/lib/bench"
    fetch_rivals
    agent_path="$dir/agent:$root/agent/target/lib/*"
    rival_path="$dir/rivals:$rivals/*:$root/agent/target/lib/org.eclipse.paho.client.mqttv3-1.2.5.jar:$root/agent/target/lib/jspecify-1.0.1.jar"
    "$JAVA_HOME/bin/javac" -cp "$agent_path" -d "$dir/agent" "$sources"/{AgentBench,PipelineWatch}.java
    "$JAVA_HOME/bin/javac" -cp "$rival_path" -d "$dir/rivals" "$sources"/{Rival,PahoRival,HiveMqRival,SwitchRival,Operator}.java
}

# set_up_broker SETTING: more lines for mosquitto. Without nodelay it holds a command back until the agent's kernel has
# acknowledged what it sent before, up to 40 ms.
set_up_broker() {
    make_certificates
    make_accounts
    # Where it may, an agent hears its own messages for the first minute, to see whether the broker passes them on.
    printf '%s\n' 'user demo' 'topic write sandpiper/#' 'topic read sandpiper/+/command/+' \
        'user operator' 'topic readwrite sandpiper/#' >"$dir/rights"
    broker_setting="set_tcp_nodelay true
$1"
    start_broker
    configure_clients
    "$JAVA_HOME/bin/keytool" -importcert -noprompt -alias bench -file "$dir/ca.pem" -keystore "$dir/trust" \
        -storepass changeit 2>/dev/null || fail "keytool could not make a trust store"
    trust=("-Djavax.net.ssl.trustStore=$dir/trust" -Djavax.net.ssl.trustStorePassword=changeit)
}

# agent NAME FOLDER PORT: its outbox is in FOLDER, what its pins did in NAME.trace.
agent() {
    cat >"$dir/$1.yaml" <<END
device: { id: $1, name: Bench }
broker:
  url: mqtts://127.0.0.1:$3
  username: demo
  password_file: device.password
  tls: { ca_file: ca.pem }
  reconnect: { min: 100ms, max: 200ms }
outbox: { directory: $2/outbox }
board: { type: simulated, trace: $1.trace }
sensors:
  - { id: air, type: bme280, every: 1h }
actuators:
  - { id: pump, type: gpio-output, pin: 22, initial: off, safe: off }
END
    java_process "$1" "$agent_path" dev.sandpiper.agent.AgentBench "$dir/$1.yaml"
}

# java_rival NAME CLASS ARGUMENT...
java_rival() {
    local name=$1 class=$2
    shift 2
    java_process "$name" "$rival_path" "${trust[@]}" "$class" "$name" "$port" "$dir/device.password" "$@"
}

# java_process NAME CLASS_PATH ARGUMENT...: with the agent's JVM flags, whoever it is.
java_process() {
    local name=$1 path=$2
    shift 2
    obeying "$name" "$JAVA_HOME/bin/java" "@$root/scripts/lib/jvm.options" -cp "$path" "$@"
}

# obeying NAME COMMAND...: says when it is ready, then obeys lines and answers each with one.
obeying() {
    local name=$1 order answer
    shift
    mkfifo "$dir/$name.orders" "$dir/$name.answers"
    "$@" <"$dir/$name.orders" >"$dir/$name.answers" 2>"$dir/$name.log" &
    processes+=($!)
    exec {order}>"$dir/$name.orders" {answer}<"$dir/$name.answers"
    orders[$name]=$order answers[$name]=$answer
    listen "$name" >"$dir/online"
}

# listen NAME: its next answer.
listen() {
    local answer
    IFS= read -r -t 60 answer <&"${answers[$1]}" || {
        tail -n 5 "$dir/$1.log" >&2
        fail "$1 does not answer; its last words are above"
    }
    echo "$answer"
}

# ask NAME ORDER...: its answer.
ask() {
    local name=$1
    shift
    echo "$*" >&"${orders[$name]}"
    listen "$name"
}

# introduce ROUNDS
introduce() {
    printf '%s, %s cores, load %s; %s; %s\n' "$(uname -srm)" "$(nproc)" "$(cut -d ' ' -f 1 /proc/loadavg)" \
        "$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p)" "$(mosquitto -h | head -n 1)"
    echo "outbox on-disk: $(df --output=fstype,source "$dir" | tail -n 1), in-memory: $(df --output=fstype "$memory" | tail -n 1), where fsync costs nothing"
    echo "JVM flags of all: $(grep -v '^#' "$root/scripts/lib/jvm.options" | tr '\n' ' ')"
    echo "mosquitto as it comes, but with set_tcp_nodelay; medians of $1 rounds in turns, with the lowest and the highest"
}

# make_readings MANY: one on each line.
make_readings() {
    yes '{"ts":"2026-11-23T06:15:04.120Z","run":1483920511,"seq":4321,"temperature":21.46,"humidity":48.1,"pressure":1013.2}' |
        head -n "$1" >"$dir/lines" || true
}

# publish MESSAGES: the seconds mosquitto_pub takes for as many, one on each line.
publish() {
    local begun=$EPOCHREALTIME
    head -n "$1" "$dir/lines" | mosquitto_pub -l -q 1 -t sandpiper/mosquitto/telemetry/air
    awk -v begun="$begun" -v ended="$EPOCHREALTIME" 'BEGIN { print ended - begun }'
}

# rank PART: of sorted lines.
rank() { awk -v part="$1" '{ all[NR] = $1 } END { at = int(part * NR + 0.999999); print all[at < 1 ? 1 : at] }'; }

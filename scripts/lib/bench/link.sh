# shellcheck shell=bash
# scripts/bench link: the whole agent against other clients, in turns, all with TLS to one mosquitto on loopback.
# Expects $root, toolchain.sh, build.sh and rivals.sh.
: "${root:?}" "${rivals:?}"

# Each contestant is a process that obeys lines; they take turns, so that what else the machine does hits all alike.
declare -A orders answers
processes=()
agents=(on-disk in-memory chacha20)

link() {
    rounds=5 messages=20000 synced=1000 backlog=100000 idle=5
    case ${1:-} in
        '') ;;
        --quick) rounds=2 messages=2000 synced=100 backlog=5000 idle=1 ;;
        *) fail "unknown option $1; see scripts/bench --help" ;;
    esac
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
    set_up
    introduce
    measure_live
    measure_drain
    measure_commands
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
    "$JAVA_HOME/bin/javac" -cp "$agent_path" -d "$dir/agent" "$sources/AgentBench.java"
    "$JAVA_HOME/bin/javac" -cp "$rival_path" -d "$dir/rivals" "$sources"/{Rival,PahoRival,HiveMqRival,Operator}.java
}

set_up() {
    make_certificates
    make_accounts
    # Where it may, an agent hears its own messages for the first minute, to see whether the broker passes them on.
    printf '%s\n' 'user demo' 'topic write sandpiper/#' 'topic read sandpiper/+/command/+' \
        'user operator' 'topic readwrite sandpiper/#' >"$dir/rights"
    # Without it mosquitto holds a command back until the agent's kernel has acknowledged what it sent before, up to 40 ms.
    # The second listener goes by what docs/operating.md advises: mosquitto's own choice is AES, dear without C2.
    chacha=$((10000 + RANDOM % 10000))
    while listens "$chacha"; do chacha=$((chacha + 1)); done
    broker_setting="set_tcp_nodelay true
listener $chacha 127.0.0.1
certfile $dir/broker.pem
keyfile $dir/broker.key
ciphers_tls1.3 TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256"
    start_broker
    configure_clients
    "$JAVA_HOME/bin/keytool" -importcert -noprompt -alias bench -file "$dir/ca.pem" -keystore "$dir/trust" \
        -storepass changeit 2>/dev/null || fail "keytool could not make a trust store"
    trust=("-Djavax.net.ssl.trustStore=$dir/trust" -Djavax.net.ssl.trustStorePassword=changeit)
    agent on-disk "$dir" "$port"
    agent in-memory "$memory" "$port"
    agent chacha20 "$dir/chacha20" "$chacha"
    java_rival paho-memory PahoRival memory
    java_rival paho-file PahoRival "$dir/paho"
    java_rival hivemq HiveMqRival
    java_process operator "$rival_path" "${trust[@]}" Operator "$port" "$dir/operator.password"
}

# agent NAME FOLDER PORT: its outbox is in FOLDER.
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
board: { type: simulated }
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
    local name=$1 path=$2 order answer
    shift 2
    mkfifo "$dir/$name.orders" "$dir/$name.answers"
    "$JAVA_HOME/bin/java" "@$root/scripts/lib/jvm.options" -cp "$path" "$@" \
        <"$dir/$name.orders" >"$dir/$name.answers" 2>"$dir/$name.log" &
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

introduce() {
    printf '%s, %s cores, load %s; %s; %s\n' "$(uname -srm)" "$(nproc)" "$(cut -d ' ' -f 1 /proc/loadavg)" \
        "$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p)" "$(mosquitto -h | head -n 1)"
    echo "outbox on-disk: $(df --output=fstype,source "$dir" | tail -n 1), in-memory: $(df --output=fstype "$memory" | tail -n 1), where fsync costs nothing"
    echo "chacha20: on-disk too, at a listener that prefers ChaCha20 as docs/operating.md advises; all others with mosquitto's choice, AES"
    echo "JVM flags of all: $(grep -v '^#' "$root/scripts/lib/jvm.options" | tr '\n' ' ')"
    echo "mosquitto as it comes, but with set_tcp_nodelay; medians of $rounds rounds in turns, with the lowest and the highest"
}

# note FILE MESSAGES SECONDS: messages a second, of one round.
note() { awk -v many="$2" -v seconds="$3" 'BEGIN { print many / seconds }' >>"$dir/$1"; }

# publish MESSAGES: the seconds mosquitto_pub takes for as many, one on each line.
publish() {
    local begun=$EPOCHREALTIME
    head -n "$1" "$dir/lines" | mosquitto_pub -l -q 1 -t sandpiper/mosquitto/telemetry/air
    awk -v begun="$begun" -v ended="$EPOCHREALTIME" 'BEGIN { print ended - begun }'
}

# Without the time it needs to start and to connect.
publish_connected() {
    local all one
    all=$(publish "$1")
    one=$(publish 1)
    awk -v all="$all" -v one="$one" 'BEGIN { print all - one }'
}

measure_live() {
    local round name
    yes '{"ts":"2026-11-23T06:15:04.120Z","run":1483920511,"seq":4321,"temperature":21.46,"humidity":48.1,"pressure":1013.2}' |
        head -n "$backlog" >"$dir/lines" || true
    for name in "${agents[@]}" paho-memory hivemq; do ask "$name" "live $messages" >"$dir/warm-up"; done
    for ((round = 0; round < rounds; round++)); do
        for name in on-disk paho-memory in-memory chacha20 hivemq; do note "live.$name" "$messages" "$(ask "$name" "live $messages")"; done
        note live.paho-file "$synced" "$(ask paho-file "live $synced")"
        note live.mosquitto_pub "$messages" "$(publish_connected "$messages")"
    done
    printf '\n%s\n' "live: $messages readings of about 120 bytes, QoS 1, against Paho that keeps nothing, window 100 (paho-file: $synced)"
    table live paho-memory 'messages/s' "${agents[@]}" paho-memory paho-file hivemq mosquitto_pub
}

measure_drain() {
    local round name
    for ((round = 0; round < rounds; round++)); do
        for name in "${agents[@]}"; do
            ask "$name" "fill $backlog" >"$dir/filled"
            ask "$name" drain >"$dir/draining"
            note "drain.$name" "$backlog" "$(ask "$name" drained)"
        done
        note drain.mosquitto_pub "$backlog" "$(publish_connected "$backlog")"
    done
    printf '\n%s\n' "drain: $backlog readings from the disk in history messages, against mosquitto_pub -l -q 1 with as many messages"
    table drain mosquitto_pub 'readings/s' "${agents[@]}" mosquitto_pub
}

measure_commands() {
    local round name
    for name in on-disk in-memory; do commands "$name" warm-up "sleep $idle"; done
    for ((round = 0; round < rounds; round++)); do
        for name in on-disk in-memory; do
            commands "$name" "idle.$name" "sleep $idle"
            ask "$name" "fill $backlog" >"$dir/filled"
            ask "$name" drain >"$dir/draining"
            commands "$name" "draining.$name" "ask $name drained"
        done
    done
    printf '\n%s\n' "commands: operator -> broker -> agent -> pin -> reply -> operator, ms; two commits with fsync each by design"
    printf '%-22s %6s %6s %6s %6s %16s\n' '' n p50 p99 p99.9 'p99 of a round'
    for name in on-disk in-memory; do
        percentiles "$name, idle" "$dir/idle.$name"
        percentiles "$name, draining" "$dir/draining.$name"
    done
}

# commands NAME FILE ORDER: what they take while the order is obeyed; a line of figures for the round.
commands() {
    ask operator "begin $1" >"$dir/begun"
    $3 >"$dir/obeyed"
    ask operator end >>"$dir/$2"
}

# percentiles TITLE FILE
percentiles() {
    local p99
    p99=$(while read -r line; do tr ' ' '\n' <<<"$line" | grep . | sort -n | rank 0.99; done <"$2" | sort -n | sed -n '1p;$p' | paste -sd ' ')
    tr ' ' '\n' <"$2" | grep . | sort -n >"$dir/sorted"
    printf '%-22s %6d %6.2f %6.2f %6.2f %7.2f..%.2f\n' "$1" "$(wc -l <"$dir/sorted")" \
        "$(rank 0.5 <"$dir/sorted")" "$(rank 0.99 <"$dir/sorted")" "$(rank 0.999 <"$dir/sorted")" "${p99% *}" "${p99#* }"
}

# rank PART: of sorted lines.
rank() { awk -v part="$1" '{ all[NR] = $1 } END { at = int(part * NR + 0.999999); print all[at < 1 ? 1 : at] }'; }

# table KIND REFERENCE UNIT NAME...: the ratio is that of each round.
table() {
    local kind=$1 reference=$2 name
    printf '%-22s %12s %8s  %s\n' '' "$3" ratio 'lowest..highest'
    shift 3
    for name; do
        paste "$dir/$kind.$name" "$dir/$kind.$reference" | awk '{ print $1 / $2 }' | sort -n >"$dir/ratios"
        printf '%-22s %12.0f %8.2f  %.2f..%.2f\n' "$name" "$(sort -n "$dir/$kind.$name" | rank 0.5)" \
            "$(rank 0.5 <"$dir/ratios")" "$(head -n 1 "$dir/ratios")" "$(tail -n 1 "$dir/ratios")"
    done
}

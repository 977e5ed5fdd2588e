# shellcheck shell=bash
# scripts/bench link: the whole agent against other clients, in turns, all with TLS to one mosquitto on loopback.
# Expects $root, toolchain.sh, build.sh and rivals.sh.
: "${root:?}"

# shellcheck source=scripts/lib/bench/contest.sh
. "$root/scripts/lib/bench/contest.sh"

link() {
    agents=(on-disk in-memory chacha20)
    rounds=5 messages=20000 synced=1000 backlog=100000
    case ${1:-} in
        '') ;;
        --quick) rounds=2 messages=2000 synced=100 backlog=5000 ;;
        *) fail "unknown option $1; see scripts/bench --help" ;;
    esac
    prepare
    set_up_link
    introduce "$rounds"
    echo "chacha20: on-disk too, at a listener that prefers ChaCha20 as docs/operating.md advises; all others with mosquitto's choice, AES"
    measure_live
    measure_drain
}

set_up_link() {
    # The second listener goes by what docs/operating.md advises: mosquitto's own choice is AES, dear without C2.
    chacha=$((10000 + RANDOM % 10000))
    while listens "$chacha"; do chacha=$((chacha + 1)); done
    set_up_broker "listener $chacha 127.0.0.1
certfile $dir/broker.pem
keyfile $dir/broker.key
ciphers_tls1.3 TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256"
    agent on-disk "$dir" "$port"
    agent in-memory "$memory" "$port"
    agent chacha20 "$dir/chacha20" "$chacha"
    java_rival paho-memory PahoRival memory
    java_rival paho-file PahoRival "$dir/paho"
    java_rival hivemq HiveMqRival
}

# note FILE MESSAGES SECONDS: messages a second, of one round.
note() { awk -v many="$2" -v seconds="$3" 'BEGIN { print many / seconds }' >>"$dir/$1"; }

# Without the time it needs to start and to connect.
publish_connected() {
    local all one
    all=$(publish "$1")
    one=$(publish 1)
    awk -v all="$all" -v one="$one" 'BEGIN { print all - one }'
}

measure_live() {
    local round name
    make_readings "$backlog"
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

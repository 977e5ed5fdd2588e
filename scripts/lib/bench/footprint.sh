# shellcheck shell=bash
# scripts/bench footprint: what an agent takes, beside a JVM that does nothing. Expects $root, toolchain.sh and build.sh.
: "${root:?}"

footprint() {
    starts=5 seconds=60
    case ${1:-} in
        '') ;;
        --quick) starts=1 seconds=20 ;;
        --long) seconds=600 ;;
        *) fail "unknown option $1; see scripts/bench --help" ;;
    esac
    set_up_footprint
    train_footprint
    printf '%s, %s cores, load %s; %s\n' "$(uname -srm)" "$(nproc)" "$(cut -d ' ' -f 1 /proc/loadavg)" \
        "$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p)"
    echo "JVM flags of all: $(grep -v '^#' "$root/scripts/lib/jvm.options" | tr '\n' ' ')"
    measure_starts
    echo
    measure_rest
}

set_up_footprint() {
    need_jdk
    need_programs mosquitto openssl
    ensure_built
    umask 077
    dir='' broker='' subject='' follower=''
    trap clean_footprint EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    dir=$(mktemp -d "${TMPDIR:-/tmp}/sandpiper-bench.XXXXXX")
    # shellcheck source=scripts/lib/processes.sh
    . "$root/scripts/lib/processes.sh"
    # shellcheck source=scripts/lib/demo-broker.sh
    . "$root/scripts/lib/demo-broker.sh"
    make_certificates
    make_accounts
    # mosquitto tells of each packet; the file is followed, since its own times are whole seconds.
    export broker_setting="log_type all"
    start_broker
    "$JAVA_HOME/bin/javac" -d "$dir" "$root/scripts/lib/bench/DoNothing.java"
    configure_footprint >"$dir/agent.yaml"
}

clean_footprint() {
    local process
    trap '' INT TERM HUP
    for process in $subject $follower $broker; do kill "$process" 2>/dev/null && wait "$process" 2>/dev/null; done
    rm -rf "$dir"
}

configure_footprint() {
    local each
    cat <<END
device: { id: demo }
broker: { url: "mqtts://127.0.0.1:$port", username: demo, password_file: device.password, tls: { ca_file: ca.pem } }
outbox: { directory: outbox }
board: { type: simulated }
sensors:
END
    for ((each = 0; each < 20; each++)); do
        printf '  - { id: air-%d, type: lm75, bus: %d, address: 0x%x, every: 1s }\n' "$each" $((each / 8 + 1)) $((72 + each % 8))
    done
}

# begin NAME: starts it, and sets $subject.
begin() {
    local cache=() jars="$root/agent/target/lib/*"
    case $1 in
        nothing) in_background "$JAVA_HOME/bin/java" "@$root/scripts/lib/jvm.options" -cp "$dir" DoNothing >"$dir/said" ;;
        cached) cache=("-XX:AOTCache=$dir/run.aot") ;;&
        training) cache=("-XX:AOTCacheOutput=$dir/run.aot") ;;&
        cached | training | agent)
            in_background "$JAVA_HOME/bin/java" "@$root/scripts/lib/jvm.options" "${cache[@]}" -cp "$jars" \
                dev.sandpiper.agent.Main run --config "$dir/agent.yaml" 2>"$dir/log" >"$dir/said"
            ;;
    esac
    subject=$!
}

end() {
    kill "$subject"
    wait "$subject" 2>/dev/null || true
    subject=''
}

# up NAME: the milliseconds from its start to its first PUBACK, or to the first line of what has none.
up() {
    local begun line file="$dir/mosquitto.log" word='Sending PUBACK to demo'
    if [ "$1" = nothing ]; then file="$dir/said" word=up; fi
    : >"$dir/said"
    exec 9< <(exec tail -n 0 -F "$file" 2>/dev/null)
    follower=$!
    sleep 0.3
    begun=$EPOCHREALTIME
    begin "$1"
    while IFS= read -r -t 60 line <&9 || fail "no '$word' in a minute: $(tail -n 2 "$dir/log")"; do
        if [[ $line == *"$word"* ]]; then break; fi
    done
    echo "$1 $begun $EPOCHREALTIME" | awk '{ printf "%.0f\n", ($3 - $2) * 1000 }' >>"$dir/start.$1"
    exec 9<&-
    kill "$follower" 2>/dev/null || true
    follower=''
}

# As installed, where train makes it.
train_footprint() {
    up training
    sleep 5
    end
    sleep 1
    [ -s "$dir/run.aot" ] || fail "no ahead-of-time cache came of training: $(tail -n 2 "$dir/said" "$dir/log")"
}

measure_starts() {
    local round name
    for ((round = 0; round < starts; round++)); do
        for name in nothing agent cached; do
            up "$name"
            end
        done
    done
    printf '%-44s %8s %8s\n' "from exec to the first PUBACK by TLS, medians of $starts" ms ratio
    for name in nothing agent cached; do
        printf '%-44s %8d %8.1f\n' "$(footprint_title "$name")" "$(middle "$name")" \
            "$(awk -v one="$(middle "$name")" -v base="$(middle nothing)" 'BEGIN { print one / base }')"
    done
}

middle() { sort -n "$dir/start.$1" | sed -n "$(((starts + 1) / 2))p"; }

footprint_title() {
    case $1 in
        nothing) echo "a JVM that does nothing (to its first line)" ;;
        agent) echo "agent, 20 sensors at 1 Hz" ;;
        cached) echo "agent with an ahead-of-time cache" ;;
    esac
}

measure_rest() {
    local name base=''
    printf '%-44s %8s %8s %8s %8s\n' "after $seconds s; CPU of what followed the first ten" 'RSS MiB' ratio 'CPU %' threads
    for name in nothing agent cached; do
        up "$name"
        tell_rest "$name"
        end
    done
}

ticks() { sed 's/.*) //' "/proc/$subject/stat" | awk '{ print $12 + $13 }'; }

memory() { awk '/^VmRSS/ { printf "%.1f", $2 / 1024 }' "/proc/$subject/status"; }

tell_rest() {
    local before rss
    sleep 10
    before=$(ticks)
    sleep $((seconds - 10))
    rss=$(memory)
    base=${base:-$rss}
    printf '%-44s %8s %8s %8s %8d\n' "$(footprint_title "$1")" "$rss" "$(awk -v one="$rss" -v base="$base" 'BEGIN { printf "%.1f", one / base }')" \
        "$(awk -v ticks=$(($(ticks) - before)) -v hz="$(getconf CLK_TCK)" -v span=$((seconds - 10)) 'BEGIN { printf "%.2f", 100 * ticks / hz / span }')" \
        "$(awk '/^Threads/ { print $2 }' "/proc/$subject/status")"
}

# shellcheck shell=bash
# scripts/bench pipeline: whole agents with sensors to read, beside clients that only publish, in turns, all with TLS to one
# mosquitto on loopback. Expects $root, toolchain.sh, build.sh and rivals.sh.
: "${root:?}"

# shellcheck source=scripts/lib/bench/contest.sh
. "$root/scripts/lib/bench/contest.sh"

pipeline() {
    rounds=3 warm_up=5 seconds=6 messages=20000
    case ${1:-} in
        '') ;;
        --quick) rounds=1 warm_up=2 seconds=2 messages=5000 ;;
        *) fail "unknown option $1; see scripts/bench --help" ;;
    esac
    prepare
    need_python_client
    set_up_pipeline
    introduce "$rounds"
    echo "register sensors of three values on the simulated board, 100 a bus, which need no time to convert; rivals read nothing"
    for ((round = 0; round < rounds; round++)); do pipeline_round; done
    tell_pipeline "read once a second, for each sensor, against Paho with as many readings a second" 1s paho python
    tell_pipeline "read every millisecond, the shortest there is, or as fast as it goes, against Paho as fast as it goes" 1ms
    rivals_at_full_speed
}

# Debian's Python, which that package is for.
need_python_client() {
    /usr/bin/python3 -c 'import paho.mqtt.client' 2>/dev/null || apt_install "paho-mqtt of /usr/bin/python3" python3-paho-mqtt
}

set_up_pipeline() {
    set_up_broker ""
    make_readings "$messages"
    java_process watch "$agent_path" PipelineWatch
    java_rival paho PahoRival memory
    rival_pids[paho]=${processes[-1]}
    obeying python /usr/bin/python3 "$root/scripts/lib/bench/python_rival.py" python "$port" "$dir/device.password" "$dir/ca.pem"
    rival_pids[python]=${processes[-1]}
    ask paho "live $messages" >"$dir/warm-up"
}

declare -A rival_pids=()

pipeline_round() {
    local sensors
    full_speed paho
    full_speed python
    full_speed_of_mosquitto_pub
    for sensors in 1 20 200; do
        whole_agent 1s "$sensors"
        whole_agent 1ms "$sensors"
        paced paho "$sensors"
        paced python "$sensors"
    done
}

# full_speed NAME
full_speed() {
    local pid=${rival_pids[$1]} line
    ask watch "begin $pid -" >"$dir/begun"
    ask "$1" "live $messages" >"$dir/live"
    read -r -a line <<<"$(ask watch end)"
    note_pipeline "full.$1" "$(<"$dir/live")" "$messages" "$messages" "${line[@]:3:2}" "$pid"
}

full_speed_of_mosquitto_pub() {
    local all one
    all=$(publish "$messages")
    one=$(publish 1)
    # Without the time it needs to start and to connect.
    note_pipeline full.mosquitto_pub "$(awk -v all="$all" -v one="$one" 'BEGIN { print all - one }')" "$messages" "$messages" - - -
}

# paced NAME SENSORS
paced() {
    local pid=${rival_pids[$1]} line
    ask watch "begin $pid -" >"$dir/begun"
    ask "$1" "pace $2 $seconds" >"$dir/live"
    read -r -a line <<<"$(ask watch end)"
    note_pipeline "1s.$2.$1" "$(<"$dir/live")" $(($2 * seconds)) $(($2 * seconds)) "${line[@]:3:2}" "$pid"
}

# whole_agent EVERY SENSORS: a process of its own, with an outbox of its own.
whole_agent() {
    local folder="$dir/agent.$1.$2" pid line
    mkdir -p "$folder"
    configure_sensors "$1" "$2" >"$dir/sensors.yaml"
    in_background run_sensors "$folder" "$dir/sensors.yaml"
    pid=$!
    processes+=("$pid")
    [ "$(ask watch "online $folder")" = online ] || fail "the agent did not come online: $(tail -n 3 "$dir/sensors.log")"
    sleep "$warm_up"
    ask watch "begin $pid $folder" >"$dir/begun"
    sleep "$seconds"
    read -r -a line <<<"$(ask watch end)"
    note_pipeline "$1.$2.sandpiper" "${line[@]}" "$pid"
    kill "$pid"
    wait "$pid" || fail "the agent ended with $?: $(tail -n 3 "$dir/sensors.log")"
    unset 'processes[-1]'
    rm -rf "$folder"
}

run_sensors() {
    printf 'outbox: { directory: %s }\n' "$1" >>"$2"
    exec "$root/scripts/sandpiper" run --config "$2" 2>"$dir/sensors.log"
}

# configure_sensors EVERY SENSORS
configure_sensors() {
    local each place
    cat <<END
device: { id: pipeline, name: Bench }
broker:
  url: mqtts://127.0.0.1:$port
  username: demo
  password_file: device.password
  tls: { ca_file: ca.pem }
board:
  type: simulated
  i2c:
END
    for ((each = 0; each < $2; each++)); do
        printf -v place 'bus: %d, address: 0x%02x' $((each / 100 + 1)) $((each % 100 + 8))
        printf '    - { %s, registers: { 0x00: "08 62 12 CA 27 94" } }\n' "$place"
    done
    echo "sensors:"
    for ((each = 0; each < $2; each++)); do
        printf -v place 'bus: %d, address: 0x%02x' $((each / 100 + 1)) $((each % 100 + 8))
        printf '  - { id: air-%d, type: register, %s, write: "00", read: 6, every: %s, values: { %s, %s, %s } }\n' "$each" "$place" "$1" \
            'temperature: { bytes: "0-1", as: int16, scale: 0.01 }' 'humidity: { bytes: "2-3", as: uint16, scale: 0.01 }' \
            'pressure: { bytes: "4-5", as: uint16, scale: 0.1 }'
    done
}

# note_pipeline FILE SECONDS ACKNOWLEDGED SAMPLED CPU_SECONDS RSS_KIB PID: a line for the round, of acknowledged and sampled a second,
# CPU in percent, microseconds for a record, RSS in MiB, and the heap in KiB that is left when it is tidied up.
note_pipeline() {
    awk -v seconds="$2" -v acknowledged="$3" -v sampled="$4" -v cpu="$5" -v rss="$6" -v heap="$(heap_of "$7")" 'BEGIN {
        if (cpu != "-") { share = 100 * cpu / seconds; each = 1e6 * cpu / acknowledged; rss = rss / 1024 } else share = each = "-"
        print acknowledged / seconds, sampled / seconds, share, each, rss, heap
    }' >>"$dir/$1"
}

heap_of() {
    "$JAVA_HOME/bin/jcmd" "$1" GC.class_histogram 2>/dev/null | awk '/^Total/ { print int($3 / 1024); found = 1 } END { if (!found) print "-" }'
}

# tell_pipeline TITLE LOAD RIVAL...
tell_pipeline() {
    local title=$1 load=$2 sensors name
    shift 2
    printf '\n%s\n%-28s %9s %22s %9s %7s %8s %22s %8s %9s\n' "$title" '' records/s ratio sampled/s 'CPU %' 'us CPU' ratio 'RSS MiB' 'heap KiB'
    for sensors in 1 20 200; do
        for name in sandpiper "$@"; do
            pipeline_line "$sensors sensors, $name" "$load.$sensors.$name" "$([ "$load" = 1s ] && echo "1s.$sensors.paho" || echo full.paho)"
        done
    done
}

rivals_at_full_speed() {
    local name
    for name in paho python mosquitto_pub; do pipeline_line "$name" "full.$name" full.paho; done
}

# pipeline_line TITLE FILE REFERENCE
pipeline_line() {
    local column columns=()
    for column in 1 2 3 4 5 6; do columns+=("$(cut -d ' ' -f "$column" "$dir/$2" | sort -n | rank 0.5)"); done
    printf '%-28s %9.0f %22s %9.0f %7s %8s %22s %8s %9s\n' "$1" "${columns[0]}" "$(pipeline_ratio 1 "$2" "$3")" "${columns[1]}" \
        "$(one_decimal "${columns[2]}")" "$(one_decimal "${columns[3]}")" "$(pipeline_ratio 4 "$2" "$3")" "$(one_decimal "${columns[4]}")" "${columns[5]}"
}

one_decimal() { if [ "$1" = - ]; then echo -; else printf '%.1f' "$1"; fi; }

# pipeline_ratio COLUMN FILE REFERENCE: that of each round; the median, with the lowest and the highest.
pipeline_ratio() {
    paste <(cut -d ' ' -f "$1" "$dir/$2") <(cut -d ' ' -f "$1" "$dir/$3") | awk '$1 != "-" { print $1 / $2 }' | sort -n >"$dir/ratios"
    if [ ! -s "$dir/ratios" ]; then echo - && return; fi
    printf '%.2f (%.2f..%.2f)' "$(rank 0.5 <"$dir/ratios")" "$(head -n 1 "$dir/ratios")" "$(tail -n 1 "$dir/ratios")"
}

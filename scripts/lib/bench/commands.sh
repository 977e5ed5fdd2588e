# shellcheck shell=bash
# scripts/bench commands: from an operator's command to the pin, and to the reply, against what people put together from
# mosquitto's clients, and against a client that keeps nothing.
# Expects $root, toolchain.sh, build.sh and rivals.sh.
: "${root:?}"

# shellcheck source=scripts/lib/bench/contest.sh
. "$root/scripts/lib/bench/contest.sh"

commands() {
    agents=(on-disk in-memory) contestants=(on-disk in-memory mosquitto hivemq)
    rounds=5 backlog=100000 seconds=3 readings_a_second=50
    case ${1:-} in
        '') ;;
        --quick) rounds=2 backlog=5000 seconds=1 ;;
        *) fail "unknown option $1; see scripts/bench --help" ;;
    esac
    prepare
    need_programs mosquitto_sub
    set_up_commands
    introduce "$rounds"
    echo "mosquitto: mosquitto_sub | bash | mosquitto_pub -l; hivemq: a program with that client; neither keeps or checks anything"
    take_turns
    tell pin "to the pin: operator -> broker -> device -> pin, ms, to half a millisecond"
    tell reply "to the reply: operator -> broker -> device -> pin -> reply -> operator, ms; an agent commits twice in between"
}

set_up_commands() {
    set_up_broker ""
    make_readings "$backlog"
    agent on-disk "$dir" "$port"
    agent in-memory "$memory" "$port"
    java_rival hivemq SwitchRival "$dir/hivemq.trace"
    switch_by_shell
    java_process operator "$rival_path" "${trust[@]}" Operator "$port" "$dir/operator.password"
}

switch_by_shell() {
    local session=(-i shell -c -q 1 -t sandpiper/mosquitto/command/pump)
    mkfifo "$dir/never" "$dir/commands"
    exec {never}<>"$dir/never"
    # With its session there before anybody may send.
    mosquitto_sub "${session[@]}" -E || fail "mosquitto_sub could not subscribe"
    # Ended in this order: the end of what it reads ends the second.
    mosquitto_sub "${session[@]}" --nodelay >"$dir/commands" &
    processes+=($!)
    carry_out <"$dir/commands" | mosquitto_pub --nodelay -l -q 1 -t sandpiper/mosquitto/reply/pump &
    processes+=($!)
}

# Without a program of its own for any command: each would cost more than all the rest.
carry_out() {
    local command id level now
    local -x TZ=UTC
    while read -r command; do
        id=${command#*'"id":"'} level=low
        if [[ $command == *'"on"'* ]]; then level=high; fi
        now=$EPOCHREALTIME
        printf '%(%FT%T)T.%sZ gpio 22 %s\n' "${now%[.,]*}" "${now:11:3}" "$level" >>"$dir/mosquitto.trace"
        printf '{"id":"%s","result":"done"}\n' "${id%%\"*}"
    done
}

# One load after the other, so that no contestant comes long after another.
take_turns() {
    local round name load
    for name in "${contestants[@]}"; do
        command_under idle "$name"
        command_under readings "$name"
    done
    rm "$dir"/{pin,reply}.*
    for ((round = 0; round < rounds; round++)); do
        for load in idle readings backlog; do
            for name in "${contestants[@]}"; do command_under "$load" "$name"; done
        done
    done
}

# command_under LOAD NAME: a line for the round in pin.LOAD.NAME and in reply.LOAD.NAME.
command_under() {
    if [[ $1 == backlog && " ${agents[*]} " == *" $2 "* ]]; then
        ask "$2" "fill $backlog" >"$dir/filled"
        ask "$2" drain >"$dir/draining"
    fi
    ask operator "begin $2 $dir/$2.trace" >"$dir/begun"
    "$1" "$2" >"$dir/obeyed"
    ask operator end | tr ' ' '\n' | grep / >"$dir/pairs"
    cut -d / -f 1 "$dir/pairs" | paste -sd ' ' >>"$dir/pin.$1.$2"
    cut -d / -f 2 "$dir/pairs" | paste -sd ' ' >>"$dir/reply.$1.$2"
}

idle() { sleep "$seconds"; }

readings() {
    if [ "$1" = mosquitto ]; then
        one_by_one | mosquitto_pub -l -q 1 -t sandpiper/mosquitto/telemetry/air
    else
        ask "$1" "pace $readings_a_second $seconds"
    fi
}

one_by_one() {
    local reading pause
    printf -v pause '0.%03d' $((1000 / readings_a_second))
    head -n $((readings_a_second * seconds)) "$dir/lines" | while read -r reading; do
        echo "$reading"
        read -r -t "$pause" <&"$never" || true
    done
}

# A rival has no backlog: it sends as many readings as fast as it can.
backlog() {
    case $1 in
        mosquitto) publish "$backlog" ;;
        hivemq) ask hivemq "live $backlog" ;;
        *) ask "$1" drained ;;
    esac
}

# tell WHAT TITLE
tell() {
    local load name
    printf '\n%s\n%-26s %6s %7s %7s %7s  %s\n' "$2" '' n p50 p99 p99.9 'p50 and p99 over those of mosquitto'
    for load in idle readings backlog; do
        for name in "${contestants[@]}"; do
            tr ' ' '\n' <"$dir/$1.$load.$name" | sort -n >"$dir/sorted"
            printf '%-26s %6d %7.2f %7.2f %7.2f  %s  %s\n' "$load, $name" "$(wc -l <"$dir/sorted")" \
                "$(rank 0.5 <"$dir/sorted")" "$(rank 0.99 <"$dir/sorted")" "$(rank 0.999 <"$dir/sorted")" \
                "$(ratio 0.5 "$1.$load" "$name")" "$(ratio 0.99 "$1.$load" "$name")"
        done
    done
}

# ratio PART FILE NAME: that of each round; the median, with the lowest and the highest.
ratio() {
    paste <(each_round "$1" "$dir/$2.$3") <(each_round "$1" "$dir/$2.mosquitto") |
        awk '$2 > 0 { print $1 / $2 }' | sort -n >"$dir/ratios"
    printf '%5.2f (%.2f..%.2f)' "$(rank 0.5 <"$dir/ratios")" "$(head -n 1 "$dir/ratios")" "$(tail -n 1 "$dir/ratios")"
}

# each_round PART FILE
each_round() {
    local line
    while read -r line; do tr ' ' '\n' <<<"$line" | sort -n | rank "$1"; done <"$2"
}

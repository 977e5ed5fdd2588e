# shellcheck shell=bash
# shellcheck disable=SC2154  # dir is inside's.
# What is looked at on the emulated device, in this order: each check prints what it saw, or ends by wrong.
: "${parts:?}"

readonly CHECKS=(boot install scan check pins start unit reading command edge sensor link hang kill abort stop power upgrade remove purge)
# What others begin with.
readonly GROUND=(boot install start)
readonly SKIPPED=77
for part in device trouble package; do
    # shellcheck source=/dev/null  # checks-*.sh, each looked at by itself.
    . "$parts/checks-$part.sh"
done

# What each power-on needs: chips keep nothing.
furnish_device() {
    on_device 'cat >/usr/local/sbin/end-agent && chmod 755 /usr/local/sbin/end-agent' <"$parts/guest/end-agent"
    allow_for_emulation
    insert_bmp280
}

# Ends with 1 where a check failed, else with 3 where one was skipped.
run_checks() {
    local name status passed=0 failed=0 skipped=0
    touch "$dir/passed"
    for name in $(with_ground "$@"); do
        if grep -qx "$name" "$dir/passed"; then
            printf 'was   %-8s passed in the run before\n' "$name"
            continue
        fi
        status=0 && run_check "$name" || status=$?
        case $status in
            0) passed=$((passed + 1)) && echo "$name" >>"$dir/passed" ;;
            "$SKIPPED") skipped=$((skipped + 1)) ;;
            *) failed=$((failed + 1)) ;;
        esac
    done
    say "$passed checks passed, $failed failed, $skipped skipped; $(($(date +%s) - ${began:?})) s in all, load $(cut -d ' ' -f 1 /proc/loadavg)"
    [ $failed -eq 0 ] || return 1
    [ $skipped -eq 0 ] || return 3
}

# The checks in their order, with those of the ground that come before the last of them.
with_ground() {
    local name wanted=" $* " last=${CHECKS[0]}
    for name in "${CHECKS[@]}"; do [[ $wanted != *" $name "* ]] || last=$name; done
    for name in "${CHECKS[@]}"; do
        [[ "$wanted ${GROUND[*]} " != *" $name "* ]] || echo "$name"
        [ "$name" != "$last" ] || return 0
    done
}

run_check() {
    local begun=$SECONDS status=0
    # Not in a condition itself, where an error in its middle would not end it.
    (set -e && "check_$1") >"$dir/saw" 2>"$dir/wrong" &
    wait $! || status=$?
    case $status in
        0) printf 'ok    %-8s %s (%s s)\n' "$1" "$(<"$dir/saw")" $((SECONDS - begun)) ;;
        "$SKIPPED") printf 'skip  %-8s %s\n' "$1" "$(<"$dir/saw")" ;;
        *) printf 'FAIL  %-8s %s (%s s)\n' "$1" "$(tail -n 15 "$dir/wrong")" $((SECONDS - begun)) ;;
    esac
    return $status
}

# With the calibration and the codes of the example in its data sheet (BST-BMP280-DS001, 3.12): 25.08 degrees, 100653.27 Pa.
insert_bmp280() {
    chip 0x76 0x88 0x70 0x6b 0x43 0x67 0x18 0xfc 0x7d 0x8e 0x43 0xd6 0xd0 0x0b \
        0x27 0x0b 0x8c 0x00 0xf9 0xff 0x8c 0x3c 0xf8 0xc6 0x70 0x17
    chip 0x76 0xf7 0x65 0x5a 0xc0 0x7e 0xed 0x00
    chip 0x76 0xd0 0x58
}

wrong() {
    printf '%s\n' "$*" >&2
    exit 1
}

skip() {
    echo "skipped: $*"
    exit "$SKIPPED"
}

now() { echo $((${EPOCHREALTIME/./} / 1000)); }

seconds() { printf '%d.%d s' $(($1 / 1000)) $(($1 % 1000 / 100)); }

times() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f times", a / b }'; }

# within SECONDS CONDITION...: asked about once a second.
within() {
    local until=$((SECONDS + $1))
    shift
    until "$@"; do
        [ $SECONDS -lt $until ] || return 1
        sleep 1
    done
}

# took COMMAND...: its time in milliseconds; what it prints goes to $dir/printed.
took() {
    local begun
    begun=$(now)
    "$@" >"$dir/printed" || return 1
    echo $(($(now) - begun))
}

# Milliseconds of the second of two: the first one reads the files.
yardstick() {
    # shellcheck disable=SC2016  # For the device's shell.
    on_device 'java=/usr/lib/sandpiper/runtime/bin/java; $java -version 2>/dev/null; begun=${EPOCHREALTIME/./}; $java -version 2>/dev/null; echo $(((${EPOCHREALTIME/./} - begun) / 1000))'
}

# seen SECONDS TOPIC COUNT: messages as they come, 'topic payload'.
seen() { mosquitto_sub -W "$1" -C "$3" -t "$2" -v; }

# await_seen SECONDS TOPIC TEXT: the first message with it.
await_seen() {
    grep -m 1 -E -e "$3" < <(seen "$1" "$2" 100000) || wrong "nothing with $3 on $2 within $1 s: $(journal)"
}

journal() { on_device 'journalctl -u sandpiper.service -n 15 --no-pager -o cat'; }

property() { on_device "systemctl show -p $1 --value sandpiper.service"; }

# switch_pump ID VALUE: prints the milliseconds until the answer.
switch_pump() {
    local begun
    begun=$(now)
    # After a crash an earlier answer may come once more.
    grep -m 1 "\"id\":\"$1\"" < <(seen 120 sandpiper/demo/reply/pump 100) >"$dir/reply" &
    mosquitto_pub -t sandpiper/demo/command/pump -m "{\"id\":\"$1\",\"value\":$2}"
    wait $! || wrong "no answer within 120 s: $(journal)"
    grep -q '"result":"done"' "$dir/reply" || wrong "answered $(<"$dir/reply")"
    echo $(($(now) - begun))
}

# end SIGNAL [COMMAND]: with the pump on; the command follows at once. Sets the caller's $low and $through, milliseconds from
# the signal, and $ended, the run.
end() {
    local readings
    ended=$(run_number)
    switch_pump "before-$1" true >/dev/null
    [ "$(pin 22)" = 1 ] || wrong "the pump is not on before the signal"
    readings=$(on_device "end-agent $1 22${2:+; $2}")
    # shellcheck disable=SC2034  # The caller's.
    read -r low through <<<"$readings"
    [ "$low" != never ] || wrong "pin 22 stayed high for two minutes: $(journal)"
}

# is_back HOW: the service runs again and says how its former run ended.
is_back() {
    within 300 is_new_run || wrong "no new run within 300 s: $(journal)"
    grep -q "\"run\":$ended,.*\"stop\":\"$1\"" "$dir/info" || wrong "run $ended should have ended by $1: $(<"$dir/info")"
    [ "$(pin 22)" = 0 ] || wrong "the pump is on again after the restart"
}

is_new_run() {
    seen 5 sandpiper/demo/status 1 | grep -q 'online$' || return 1
    [ "$(run_number)" != "$ended" ]
}

run_number() { seen 60 sandpiper/demo/info 1 | tee "$dir/info" | grep -o '"run":[0-9]*' | head -n 1 | cut -d : -f 2; }

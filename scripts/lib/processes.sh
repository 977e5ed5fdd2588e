# shellcheck shell=bash
# Processes beside the script, and waiting for what they do.

# In a process group of its own: Ctrl-C reaches the script alone, which then ends all others in order.
in_background() {
    set -m
    "$@" </dev/null &
    set +m
}

# await SECONDS CONDITION: asks ten times a second; a condition that returns 2 has become impossible.
await() {
    local left=$(($1 * 10)) status
    while [ $((left--)) -gt 0 ]; do
        status=0 && "$2" || status=$?
        [ $status -ne 2 ] || return 1
        [ $status -ne 0 ] || return 0
        sleep 0.1
    done
    return 1
}

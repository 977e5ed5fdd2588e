# shellcheck shell=bash
# scripts/bench outbox: what the outbox writes to a card, beside other ways to keep records, each on an ext4 of its own.
# Expects $root, toolchain.sh, build.sh and rivals.sh.
: "${root:?}" "${rivals:?}"

keepings=(sandpiper mvstore append paho-file)

outbox() {
    records=24000 many=1000000 few=2000
    case ${1:-} in
        '') ;;
        --quick) records=6000 many=50000 few=500 ;;
        --real-time) records=12000 ;;
        *) fail "unknown option $1; see scripts/bench --help" ;;
    esac
    [ "$(id -u)" -eq 0 ] || fail "counts at a block device of its own, which only root may mount: run it with sudo"
    need_jdk
    need_maven
    need_programs mkfs.ext4
    ensure_built
    mounted='' dir=''
    trap remove_outbox EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    dir=$(mktemp -d "${TMPDIR:-/tmp}/sandpiper-bench.XXXXXX")
    mkdir "$dir/card"
    compile_outbox
    introduce_outbox
    if [ "${1:-}" = --real-time ]; then real_time; else measure_outbox; fi
}

remove_outbox() {
    trap '' INT TERM HUP
    take_out
    rm -rf "$dir"
}

compile_outbox() {
    local sources="$root/scripts/lib/bench"
    fetch_rivals
    class_path="$dir/classes:$root/agent/target/lib/*:$root/agent/target/test-classes:$rivals/*"
    "$JAVA_HOME/bin/javac" -cp "$class_path" -d "$dir/classes" \
        "$sources"/{OutboxBench,Pace,Keeping,OutboxKeeping,MvStoreKeeping,AppendKeeping,PahoKeeping}.java
}

introduce_outbox() {
    printf '%s, %s cores, load %s; %s\n' "$(uname -srm)" "$(nproc)" "$(cut -d ' ' -f 1 /proc/loadavg)" \
        "$("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p)"
    echo "each on a new ext4 with default options in a file on $(df --output=fstype "$dir" | tail -n 1), written bytes from /sys/block/loopN/stat"
    echo "JVM flags of all: $(grep -v '^#' "$root/scripts/lib/jvm.options" | tr '\n' ' ')"
}

# A file system that nothing else writes to; what mkfs leaves to the kernel for later is done at once.
new_card() {
    take_out
    rm -f "$dir/card.img"
    truncate -s 2G "$dir/card.img"
    mkfs.ext4 -q -E lazy_itable_init=0,lazy_journal_init=0 "$dir/card.img"
    put_in
    mkdir "$dir/card/outbox"
}

put_in() {
    mount -o loop "$dir/card.img" "$dir/card" || fail "cannot mount a loop device here"
    mounted=$(basename "$(findmnt -n -o SOURCE "$dir/card")")
}

take_out() {
    [ -z "$mounted" ] || umount "$dir/card" || fail "$dir/card is still mounted"
    mounted=''
}

# bench ORDER KEEPING ARGUMENT...
bench() {
    local order=$1 keeping=$2
    shift 2
    "$JAVA_HOME/bin/java" "@$root/scripts/lib/jvm.options" -Dtinylog.level=warn -cp "$class_path" \
        OutboxBench "$order" "$keeping" "$dir/card/outbox" "$@" || fail "$keeping failed; what it said is above"
}

size() { du -s -B 1 "$dir/card/outbox" | cut -f 1; }

real_time() {
    local seconds
    echo "offline, 20 records/s for $((records / 20)) s of real time; bytes written per record:"
    for seconds in 1 10; do
        new_card
        printf 'sandpiper, a commit every %s s: %s\n' "$seconds" \
            "$(bench pace sandpiper "$mounted" "$seconds" "$records" 20 real-time | cut -d ' ' -f 1)"
    done
}

measure_outbox() {
    local keeping
    local -A first=()
    echo
    echo "offline for $((records / 20)) s of simulated time; bytes written to the device per record, how many times as many as sandpiper writes, records/s"
    echo "that the disk takes, CPU us per record"
    printf '%-10s %9s %8s %6s %9s %7s %8s %6s %9s %7s\n' '' records/s '1 s: B' times records/s 'us CPU' '10 s: B' times records/s 'us CPU'
    for keeping in "${keepings[@]}"; do paces "$keeping" 20; done
    paces sandpiper 1
    echo
    echo "$many records at rest (paho-file: $few); what is left on the card two hours after they left"
    printf '%-10s %12s %6s %12s %16s %18s\n' '' 'B per record' times 'MiB in all' 'ms to open, cold' 'KiB when drained'
    for keeping in "${keepings[@]}"; do at_rest "$keeping"; done
}

# paces KEEPING RATE: with a commit each second, and every ten
paces() {
    local seconds bytes rate cpu
    printf '%-10s %9s' "$1" "$2"
    for seconds in 1 10; do
        new_card
        read -r bytes rate cpu <<<"$(pace "$1" "$seconds" "$2")"
        : "${first[$seconds]:=$bytes}"
        printf ' %8s %6s %9s %7s' "$bytes" "$(times "$bytes" "${first[$seconds]}")" "$rate" "$cpu"
    done
    echo
}

# times FIGURE FIGURE: the one divided by the other; - where there is none.
times() { if [ "$1" = - ]; then echo -; else awk -v one="$1" -v other="$2" 'BEGIN { printf "%.1f", one / other }'; fi; }

# Paho synchronises each record by itself, however long one waits.
pace() {
    local some=$((records * $3 / 20))
    if [ "$1" = paho-file ]; then
        if [ "$2" -ne 1 ]; then echo - - - && return; fi
        some=$few
    fi
    bench pace "$1" "$mounted" "$2" "$some" "$3"
}

at_rest() {
    local records=$many bytes found ms
    [ "$1" != paho-file ] || records=$few
    new_card
    bench fill "$1" "$records"
    take_out && put_in
    bytes=$(size)
    read -r found ms <<<"$(bench open "$1")"
    [ "$found" -ge "$records" ] || fail "$1 has $found of $records records"
    bench drain "$1"
    bytes=$((bytes / records))
    : "${first[rest]:=$bytes}"
    printf '%-10s %12s %6s %12s %16s %18s\n' "$1" "$bytes" "$(times "$bytes" "${first[rest]}")" $((bytes * records >> 20)) "$ms" $(($(size) >> 10))
}

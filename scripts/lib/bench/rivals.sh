# shellcheck shell=bash
# The libraries that only the benchmarks use; they are on no class path but theirs. Expects $root and toolchain.sh.
: "${root:?}"

rivals="$root/agent/target/rivals"

fetch_rivals() {
    local list="$root/scripts/lib/bench/rivals.xml"
    if [ ! "$rivals/.complete" -nt "$list" ]; then
        rm -rf "$rivals"
        mvn -B -ntp -q -f "$list" dependency:copy-dependencies "-DoutputDirectory=$rivals" ||
            fail "Maven could not fetch the clients and stores that this benchmark compares with"
        touch "$rivals/.complete"
    fi
}

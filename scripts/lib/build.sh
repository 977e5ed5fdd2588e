# shellcheck shell=bash
# Builds the jars when a source is newer than they are. Expects $root and toolchain.sh.
: "${root:?}"

stamp() { echo "$root/agent/target/.built"; }

is_built() {
    [ -e "$(stamp)" ] && [ -z "$(find "$root/pom.xml" "$root/.mvn" "$root"/{sensors,agent}/{pom.xml,src/main} \
        -newer "$(stamp)" -print -quit)" ]
}

# Maven from any folder; after need_jdk and need_maven.
maven() {
    mvn -B -ntp -Dstyle.color=never -f "$root/pom.xml" "$@"
}

# Maven, silent unless it fails.
maven_quietly() {
    local log status=0
    need_jdk
    need_maven
    log=$(mktemp)
    maven "$@" >"$log" 2>&1 || status=$?
    [ "$status" -eq 0 ] || maven_errors "$log" >&2
    rm -f "$log"
    return "$status"
}

# What a person wants to see of a failed build, once each: what javac and Maven object to, without Maven's advice about Maven.
maven_errors() {
    grep -E '^\[ERROR\]|^\[WARNING\] .*\.java:' "$1" |
        grep -vE '^\[ERROR\] (To see|Re-run|For more|After correcting|  mvn |\[Help|Command was|\sat )' |
        sed 's/ -> \[Help [0-9]*\]$//' | awk '!/^\[ERROR\][^a-zA-Z0-9]*$/ && !seen[$0]++' | grep . || cat "$1"
}

build_jars() {
    local begun
    rm -f "$(stamp)"
    mkdir -p "$root/agent/target"
    begun=$(mktemp "$root/agent/target/.begun.XXXXXX") || fail "cannot write to $root/agent/target: run it as the owner of the checkout"
    # Removed, not overwritten: an agent that runs from these jars keeps its own until it ends.
    rm -f "$root"/agent/target/lib/sandpiper-*.jar
    if maven_quietly package -DskipTests; then
        mv "$begun" "$(stamp)"
    else
        rm -f "$begun"
        fail "the build failed"
    fi
}

# Silent when there is nothing to do; one build at a time, the others wait for it.
ensure_built() {
    is_built && return
    (
        flock 9
        is_built || build_jars 9<&-
    ) 9<"$root/pom.xml" || exit 1
}

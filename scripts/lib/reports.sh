# shellcheck shell=bash
# Runs the tests of both modules and reads what surefire reports. Expects $root, toolchain.sh and build.sh.
: "${root:?}"

# Sums one attribute (tests, failures, errors, skipped) over all suites.
reported() {
    find "$root"/{sensors,agent} -path '*/target/surefire-reports/TEST-*.xml' \
        -exec sed -nE "s/.*<testsuite .* $1=\"([0-9]+)\".*/\1/p" {} + | awk '{ sum += $1 } END { print sum + 0 }'
}

# One line a test class while they run: how many tests, how long.
progress() {
    sed -u -nE 's/^\[[A-Z]+\] Tests run: ([0-9]+), .*Time elapsed: ([0-9.]+) s.* -- in (.*)$/\1 tests in \2 s: \3/p'
}

# Surefire's list of what failed, with all lines of each message.
failures() {
    sed -nE '/^\[ERROR\] (Failures|Errors): *$/,/^\[ERROR\] Tests run:/s/^(\[ERROR\] )?//p' "$1" | grep -vE '^(Failures|Errors): |^Tests run:|^\[INFO\]|^$'
}

# run_tests OPTION...: a failure in one module does not keep the other from running.
run_tests() {
    local log="$root/target/test.log" status=0 failed passed
    rm -rf "$root"/{sensors,agent}/target/surefire-reports
    maven test -Dmaven.test.failure.ignore=true -Dmaven.test.redirectTestOutputToFile=true "$@" 2>&1 |
        tee "$log" | progress || status=$?
    failed=$(($(reported failures) + $(reported errors)))
    passed=$(($(reported tests) - failed - $(reported skipped)))
    if [ "$failed" -ne 0 ]; then
        failures "$log" >&2
        fail "$failed tests failed, $passed passed; their output is in */target/surefire-reports"
    fi
    # With failures ignored Maven ends well even when the tests' JVM crashed: only its log tells.
    if [ "$status" -ne 0 ] || grep -q '^\[ERROR\]' "$log"; then
        maven_errors "$log" >&2
        fail "the tests did not run to their end; Maven's log is $log"
    fi
    [ "$passed" -gt 0 ] || fail "no test ran"
    [ "$(reported skipped)" -eq 0 ] || echo "$(reported skipped) tests skipped"
    echo "$passed tests passed"
}

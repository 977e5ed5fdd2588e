# shellcheck shell=bash
# Finds what the scripts need, or installs it with apt: a JDK, Maven, and the programs the tests and the demo start.

# heed SIGNAL ARGS...: begins the script once more, with these arguments, where it was started with the signal ignored: neither
# bash nor Java can undo that for itself.
heed() {
    local signal=$1
    shift
    [ -n "$(trap -p "$signal")" ] || return 0
    [ -z "$(env --default-signal="$signal" bash -c "trap -p $signal" 2>&1)" ] || return 0
    exec env --default-signal="$signal" "$0" "$@"
}

# So starts a shell script what it puts in the background, and SIGINT would not end the agent.
heed INT "$@"

readonly JAVA_NEEDED=25

# Debian keeps mosquitto in /usr/sbin, which only root has on the PATH.
PATH="$PATH:/usr/local/sbin:/usr/sbin"

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# Prints the lines of comment below the first line of the calling script.
usage() {
    sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

# apt_install PURPOSE PACKAGE...
apt_install() {
    local purpose=$1
    shift
    command -v apt-get >/dev/null || fail "needs $purpose, and there is no apt-get here to install it: install $*"
    as_root true 2>/dev/null || fail "needs $purpose, and only root may install it: sudo apt-get install $*"
    {
        echo "installing $* ..."
        # The lists may be old or missing; a mirror that is down is told by the installation itself.
        as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq || true
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    } >&2 || fail "needs $purpose, and apt-get could not install $*: install it by hand"
}

# The major version of the JDK in a folder, from its release file: no JVM is started to ask.
jdk_version() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Prints the home of a JDK that is new enough: $JAVA_HOME, else the oldest such JDK in the usual places.
find_jdk() {
    local home version on_path
    if [ -n "${JAVA_HOME:-}" ] && [ "$(jdk_version "$JAVA_HOME")" -ge "$JAVA_NEEDED" ] 2>/dev/null; then
        echo "$JAVA_HOME"
        return
    fi
    on_path=$(readlink -f "$(command -v javac || echo /)")
    for home in "${on_path%/bin/javac}" /usr/lib/jvm/* /opt/* /opt/java/* /usr/local/* /usr/java/* \
        "${HOME:-}"/.sdkman/candidates/java/* "${HOME:-}"/.jdks/*; do
        version=$(jdk_version "$home")
        if [ "${version:-0}" -ge "$JAVA_NEEDED" ]; then echo "$version $home"; fi
    done | sort -n -s -k1,1 | head -n 1 | cut -d ' ' -f 2-
}

need_jdk() {
    JAVA_HOME=$(find_jdk)
    if [ -z "$JAVA_HOME" ]; then
        apt_install "JDK $JAVA_NEEDED (none in JAVA_HOME, PATH, /usr/lib/jvm, /opt, /usr/local, ~/.sdkman; https://adoptium.net has one)" \
            "openjdk-$JAVA_NEEDED-jdk-headless"
        JAVA_HOME=$(find_jdk)
    fi
    export JAVA_HOME
}

need_maven() {
    command -v mvn >/dev/null || apt_install "Maven" maven
}

# The Python that Debian's packages are for, and its jinja2.
need_jinja() {
    /usr/bin/python3 -c 'import jinja2' 2>/dev/null || apt_install "jinja2 of /usr/bin/python3" python3-jinja2
}

# Debian keeps PostgreSQL's programs in a folder for each version.
need_postgresql() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || apt_install "PostgreSQL" postgresql
}

# need_programs PROGRAM...: each by the Debian package that has it.
need_programs() {
    local program packages=()
    for program in "$@"; do
        command -v "$program" >/dev/null && continue
        case $program in
            mosquitto_pub | mosquitto_sub | mosquitto_passwd) packages+=(mosquitto-clients mosquitto) ;;
            flock) packages+=(util-linux) ;;
            *) packages+=("$program") ;;
        esac
    done
    # Where systemd runs, apt also starts a mosquitto of its own on port 1883. The tests and the demo use free ports.
    [ ${#packages[@]} -eq 0 ] || apt_install "$*" "${packages[@]}"
}

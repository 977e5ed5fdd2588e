# shellcheck shell=bash
# The demo's own mosquitto: loopback only, TLS with a throw-away CA, two accounts with just the rights they need.
# Expects $root, $dir, a private folder, toolchain.sh and processes.sh; adds a $broker_setting where there is one.
: "${root:?}" "${dir:?}"

openssl_quietly() {
    openssl "$@" 2>"$dir/openssl.log" || fail "openssl ${1} failed: $(tail -n 1 "$dir/openssl.log")"
}

make_certificates() {
    openssl_quietly req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 60 \
        -subj "/CN=Sandpiper demo CA" -keyout "$dir/ca.key" -out "$dir/ca.pem"
    openssl_quietly req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=localhost" \
        -keyout "$dir/broker.key" -out "$dir/broker.csr"
    echo "subjectAltName = IP:127.0.0.1, DNS:localhost" >"$dir/broker.ext"
    openssl_quietly x509 -req -in "$dir/broker.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" -CAcreateserial -days 60 \
        -extfile "$dir/broker.ext" -out "$dir/broker.pem"
}

make_accounts() {
    openssl rand -hex 16 >"$dir/device.password"
    openssl rand -hex 16 >"$dir/operator.password"
    {
        echo "demo:$(<"$dir/device.password")"
        echo "operator:$(<"$dir/operator.password")"
    } >"$dir/passwords"
    mosquitto_passwd -U "$dir/passwords" 2>/dev/null || fail "mosquitto_passwd failed"
    cp "$root/config/mosquitto/acl" "$dir/rights"
}

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Sets $port, $broker (its process). Another program may take the port in between: then with the next one.
start_broker() {
    local attempt
    for attempt in 1 2 3 4 5; do
        port=$((20000 + RANDOM))
        if listens "$port"; then continue; fi
        cat >"$dir/mosquitto.conf" <<END
listener $port 127.0.0.1
certfile $dir/broker.pem
keyfile $dir/broker.key
allow_anonymous false
password_file $dir/passwords
acl_file $dir/rights
user $(id -un)
log_dest file $dir/mosquitto.log
${broker_setting:-}
END
        in_background run_broker
        broker=$!
        await 10 broker_is_up && return
        if kill -0 "$broker" 2>/dev/null; then kill "$broker"; fi
    done
    fail "mosquitto did not start in $attempt attempts: $(tail -n 1 "$dir/mosquitto.log" 2>/dev/null)"
}

run_broker() { exec mosquitto -c "$dir/mosquitto.conf" >"$dir/mosquitto.out" 2>&1; }

broker_is_up() {
    kill -0 "$broker" 2>/dev/null || return 2
    listens "$port"
}

# What mosquitto_pub and mosquitto_sub are told without it showing in the list of processes.
configure_clients() {
    local client
    export XDG_CONFIG_HOME=$dir
    for client in mosquitto_pub mosquitto_sub; do
        printf '%s\n' "-h 127.0.0.1" "-p $port" "--cafile $dir/ca.pem" "-u operator" \
            "-P $(<"$dir/operator.password")" "-q 1" >"$dir/$client"
    done
}

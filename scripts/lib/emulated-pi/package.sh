# shellcheck shell=bash
# The Debian packages of this run, and what a person adds after installing one. Expects $port of the broker.
: "${root:?}" "${dir:?}"

# The newest package is good while no file it is made of is newer.
made_package() {
    local newest
    # shellcheck disable=SC2012  # Names of our own.
    newest=$(ls -t "$root"/target/package/sandpiper_*_arm64.deb 2>/dev/null | head -n 1)
    [ -n "$newest" ] && [ -z "$(find "$root"/{pom.xml,.mvn,packaging,systemd,config,scripts/package} \
        "$root"/{sensors,agent}/{pom.xml,src/main} "$root"/scripts/lib/{package,launcher,train,jvm.options} \
        -type f -newer "$newest" -print -quit)" ] && echo "$newest"
}

# The package, and the same with a higher version and with another default configuration.
provide_packages() {
    local package
    package=$(made_package) || package=$("$root/scripts/package" arm64 8>&-)
    cp "$package" "$dir/sandpiper.deb"
    rm -rf "$dir/newer"
    dpkg-deb -R "$package" "$dir/newer"
    sed -i 's/^Version: .*/Version: 99/' "$dir/newer/DEBIAN/control"
    echo '# Of version 99.' >>"$dir/newer/etc/sandpiper/agent.yaml"
    dpkg-deb --root-owner-group -Zgzip -z1 --build "$dir/newer" "$dir/newer.deb" >/dev/null
    rm -rf "$dir/newer"
}

# install_package FILE: as docs/operating.md has it; where dpkg would ask about a configuration, its default answer.
install_package() {
    on_device 'cat >/var/tmp/sandpiper.deb' <"$1"
    on_device 'env DEBIAN_FRONTEND=noninteractive SANDPIPER_TRAINING_SECONDS=900 \
        apt-get -qy -o Dpkg::Options::=--force-confdef install /var/tmp/sandpiper.deb 2>&1 && rm /var/tmp/sandpiper.deb' \
        >"$dir/printed" || wrong "apt-get failed: $(tail -n 5 "$dir/printed")"
}

# All is many times slower here than on a Pi; nothing else of the unit is changed.
allow_for_emulation() {
    on_device 'mkdir -p /etc/systemd/system/sandpiper.service.d
        printf "[Service]\nTimeoutStopSec=300\n" >/etc/systemd/system/sandpiper.service.d/emulated.conf
        systemctl daemon-reload'
}

# The device 'demo' of the demo's broker, which listens on the host's loopback.
configuration() {
    cat <<YAML
device: { id: demo, clock: trusted }
broker:
  url: mqtts://10.0.2.2:${port:?}
  username: demo
  password_file: device.password
  tls: { ca_file: ca.pem, server_name: localhost }
  reconnect: { min: 1s, max: 10s }
outbox: { directory: /var/lib/sandpiper }
sensors:
  - { id: air, type: bmp280, address: 0x76, every: 10s }
  - { id: door, type: gpio-input, pin: 17, pull: up, debounce: 20ms }
  - { id: computer, type: system, every: 1s }
actuators:
  - { id: pump, type: gpio-output, pin: 22, max_on: 1h }
YAML
}

configure_device() {
    configuration >"$dir/agent.yaml"
    tar -C "$dir" -c agent.yaml ca.pem device.password | on_device 'tar -C /etc/sandpiper -x --no-same-owner
        chown sandpiper: /etc/sandpiper/{agent.yaml,ca.pem,device.password}
        chmod 600 /etc/sandpiper/{agent.yaml,ca.pem,device.password}'
}

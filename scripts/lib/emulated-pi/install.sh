# shellcheck shell=bash
# The agent on the emulated device, as the unit expects it. The Debian package takes this place when there is one.
# Expects $port of the broker.
: "${root:?}" "${dir:?}"

# What is copied: program, launcher, unit, user, configuration.
lay_out_program() {
    local target=$1
    mkdir -p "$target"/{usr/{bin,lib/{sandpiper/{bin,lib},sysusers.d}},etc/{sandpiper,systemd/system}}
    cp "$root"/agent/target/lib/*.jar "$root/scripts/lib/jvm.options" "$target/usr/lib/sandpiper/lib/"
    install -m 755 "$root/scripts/lib/launcher" "$target/usr/lib/sandpiper/bin/sandpiper"
    install -m 755 "$root/scripts/lib/train" "$target/usr/lib/sandpiper/bin/train"
    ln -s ../lib/sandpiper/bin/sandpiper "$target/usr/bin/sandpiper"
    cp "$root/systemd/sandpiper.service" "$target/etc/systemd/system/"
    cp "$root/systemd/sandpiper.sysusers" "$target/usr/lib/sysusers.d/sandpiper.conf"
    # All is many times slower here than on a Pi; nothing else of the unit is changed.
    mkdir "$target/etc/systemd/system/sandpiper.service.d"
    printf '[Service]\nTimeoutStopSec=300\n' >"$target/etc/systemd/system/sandpiper.service.d/emulated.conf"
    configuration >"$target/etc/sandpiper/agent.yaml"
    cp "$dir/ca.pem" "$dir/device.password" "$target/etc/sandpiper/"
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
outbox: { directory: /var/lib/sandpiper }
sensors:
  - { id: air, type: bmp280, address: 0x76, every: 10s }
  - { id: door, type: gpio-input, pin: 17, pull: up, debounce: 20ms }
actuators:
  - { id: pump, type: gpio-output, pin: 22, max_on: 1h }
YAML
}

install_agent() {
    lay_out_program "$dir/program"
    tar -C "$dir/program" -c . | on_device 'tar -C / -x --no-same-owner --no-overwrite-dir
        systemd-sysusers
        chown sandpiper: /etc/sandpiper/*
        chmod 600 /etc/sandpiper/*
        systemctl daemon-reload'
}

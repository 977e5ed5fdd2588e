# shellcheck shell=bash
# shellcheck disable=SC2154,SC2016  # dir is inside's; dpkg's variables are dpkg's.
# What becomes of a device: upgraded, removed, purged.

# While readings wait for a broker; with an edited configuration, and another default in the new package.
check_upgrade() {
    local begun ended before after last
    ended=$(run_number)
    before=$(on_device 'md5sum </etc/sandpiper/agent.yaml')
    stop_broker
    begun=$(now)
    sleep 10
    install_package "$dir/newer.deb"
    begun=$(($(now) - begun))
    [ "$(on_device 'dpkg-query -W -f "\${Version}" sandpiper')" = 99 ] || wrong "the version is not 99"
    after=$(on_device 'md5sum </etc/sandpiper/agent.yaml')
    [ "$before" = "$after" ] || wrong "the edited configuration was replaced"
    resume_broker
    is_back clean
    last=$(grep -o '"last_seq":[0-9]*' "$dir/info" | cut -d : -f 2)
    within 300 is_whole "$ended" "$last" || wrong "run $ended ended at seq $last, and has come as: $(runs)"
    echo "to version 99 in $(seconds "$begun") without a link: configuration kept, run $ended whole up to its last seq $last, pin low"
}

# Outputs are made safe and the broker is told; what is the owner's stays.
check_remove() {
    switch_pump before-removal true >/dev/null
    on_device 'apt-get -qy remove sandpiper 2>&1' >"$dir/printed" || wrong "apt-get failed: $(tail -n 5 "$dir/printed")"
    [ "$(pin 22)" = 0 ] || wrong "the pump is still on"
    seen 30 sandpiper/demo/status 1 | grep -q 'offline$' || wrong "the broker was not told"
    on_device 'test ! -e /usr/lib/sandpiper -a ! -e /usr/bin/sandpiper -a -e /etc/sandpiper/agent.yaml -a -e /var/lib/sandpiper/outbox.db' ||
        wrong "expected the program gone and configuration and outbox there: $(on_device 'ls -d /usr/*/sandpiper /etc/sandpiper/* /var/lib/sandpiper/* 2>&1')"
    echo "pin low, offline, program gone; configuration and outbox are there"
}

check_purge() {
    local left
    on_device 'apt-get -qy purge sandpiper 2>&1' >"$dir/printed" || wrong "apt-get failed: $(tail -n 5 "$dir/printed")"
    # But for what this script added, and what the log holds.
    left=$(on_device 'find / -xdev -name "*sandpiper*" ! -path "/etc/systemd/system/sandpiper.service.d*" ! -path "/var/lib/dpkg/*" ! -path "/proc/*"')
    [ -z "$left" ] || wrong "left behind: $left"
    echo "nothing is left but $(on_device 'getent passwd sandpiper')"
}

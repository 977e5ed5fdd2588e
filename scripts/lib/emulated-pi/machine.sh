# shellcheck shell=bash
# The emulated device: started, asked by ssh, its power cut. Expects $dir, $toolbox, processes.sh and toolbox.sh.
: "${dir:?}" "${toolbox:?}"

# Slower than real by far, and slower still beside other work.
readonly BOOT_SECONDS=600

# QEMU's own description of the machine, with the name that Pi4J and the agent look for.
make_device_tree() {
    in_toolbox qemu-system-aarch64 -M virt,gic-version=2,dumpdtb=/work/virt.dtb "${MACHINE[@]}" -netdev user,id=net \
        -display none 2>/dev/null
    in_toolbox fdtput -t s /work/virt.dtb / model "Raspberry Pi 4 Model B Rev 1.4"
}

readonly MACHINE=(-cpu cortex-a53 -smp 2 -m 1024 -accel "tcg,thread=multi"
    -device "virtio-net-pci,netdev=net,romfile="
    -drive "file=/work/card.qcow2,if=none,id=card,format=qcow2" -device "virtio-blk-pci,drive=card")

# What the card holds from the image on; the image itself stays as it is.
insert_fresh_card() {
    rm -f "$toolbox/work/card.qcow2"
    in_toolbox qemu-img create -q -f qcow2 -b card.img -F raw /work/card.qcow2
}

# The clock is given, since a Pi without a network has none either.
power_on() {
    ssh_port=$(free_port)
    echo "$ssh_port" >"$dir/ssh.port"
    rm -f "$toolbox/work/console.log"
    in_background in_toolbox qemu-system-aarch64 -M virt,gic-version=2 "${MACHINE[@]}" \
        -netdev "user,id=net,hostfwd=tcp:127.0.0.1:$ssh_port-:22" \
        -kernel /work/vmlinuz -initrd /work/initrd.img -dtb /work/virt.dtb -display none -monitor none -no-reboot \
        -serial file:/work/console.log \
        -append "console=ttyAMA0 panic=5 audit=0 net.ifnames=0 loglevel=5 systemd.clock_usec=$(date +%s%6N)" \
        >"$dir/qemu.log" 2>&1
    echo $! >"$dir/machine"
    # Its end by a power cut is no news.
    disown
    booted || fail "the device did not boot: $(tail -n 3 "$dir/qemu.log" "$toolbox/work/console.log")"
    on_device "date -s @$(date +%s.%N) >/dev/null"
}

# QEMU and the shell that waits for it are one group; the card is free when both are gone.
cut_power() {
    kill -9 -- "-$(<"$dir/machine")"
    await 30 is_off || fail "QEMU does not end"
    rm -f "$dir/ssh"
}

is_off() { ! kill -0 -- "-$(<"$dir/machine")" 2>/dev/null; }

# The console's login prompt may be missing where all is slow.
booted() {
    local until=$((SECONDS + BOOT_SECONDS))
    while [ $SECONDS -lt $until ]; do
        ! is_off || return 1
        if on_device true 2>/dev/null; then return; fi
        sleep 1
    done
    return 1
}

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM))
        listens "$port" || break
    done
    echo "$port"
}

# on_device COMMAND: by the shell of the device's root. One connection serves all.
on_device() {
    ssh -i "$toolbox/work/key" -p "$(<"$dir/ssh.port")" -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
        -o ConnectTimeout=30 -o ControlMaster=auto -o "ControlPath=$dir/ssh" -o ControlPersist=yes root@127.0.0.1 "$@"
}

# as_service COMMAND: as the service's user.
as_service() { on_device "runuser -u sandpiper -- $1"; }

# pin NUMBER: the level the kernel has for it.
pin() { on_device "cat /sys/devices/platform/gpio-sim.0/gpiochip*/sim_gpio$1/value"; }

# pull NUMBER up|down: from outside, as a contact does.
pull() { on_device "echo pull-$2 > \$(echo /sys/devices/platform/gpio-sim.0/gpiochip*/sim_gpio$1/pull)"; }

# present ADDRESS 0|1: pulled out or put in.
present() { on_device "printf '\\$2' | dd of=/sys/devices/platform/soft-i2c/present bs=1 seek=$(($1)) conv=notrunc status=none"; }

# chip ADDRESS REGISTER BYTE...: in numbers; the chip is present from then on.
chip() {
    local address=$1 register=$2 byte text=''
    shift 2
    for byte in "$@"; do printf -v text '%s\\x%02x' "$text" "$byte"; done
    on_device "cd /sys/devices/platform/soft-i2c
        printf '$text' | dd of=registers bs=1 seek=$((address * 256 + register)) conv=notrunc status=none"
    present "$address" 1
}

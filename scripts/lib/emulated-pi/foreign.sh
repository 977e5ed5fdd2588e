# shellcheck shell=bash
# Programs for arm64 on this machine, while the image is made, by the toolbox's QEMU.

readonly FOREIGN=/proc/sys/fs/binfmt_misc/sandpiper-arm64

# F: QEMU is opened now, so that it is found in every folder. By the first 20 bytes of such a program, as QEMU's own
# scripts/qemu-binfmt-conf.sh has it.
run_foreign_programs() {
    local magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
    local mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
    [ -e "${FOREIGN%/*}/register" ] || mount -t binfmt_misc none "${FOREIGN%/*}"
    forget_foreign_programs
    touch "${dir:?}/foreign"
    printf ':%s:M::%s:%s:%s:F' "${FOREIGN##*/}" "$magic" "$mask" "$1/usr/bin/qemu-aarch64" >"${FOREIGN%/*}/register"
}

forget_foreign_programs() {
    [ ! -e "$FOREIGN" ] || echo -1 >"$FOREIGN"
}

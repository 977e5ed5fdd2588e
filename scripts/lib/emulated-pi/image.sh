# shellcheck shell=bash
# The device's root file system, read-only in memory under a writable layer on its card: QEMU's cards are slow, and so each
# run has a new card for nothing. Expects what toolbox.sh does.
: "${root:?}" "${toolbox:?}"

readonly PACKAGES=systemd-sysv,udev,dbus,kmod,iproute2,openssh-server,gpiod,ca-certificates,procps
readonly GUEST=$root/scripts/lib/emulated-pi/guest

make_root() {
    run_foreign_programs "$toolbox"
    rm -rf "$toolbox/work/root"
    in_toolbox mmdebstrap --mode=root --arch=arm64 --variant=minbase --aptopt='APT::Install-Recommends "false"' \
        --include="$PACKAGES" trixie /work/root "$(debian_archive)"
}

make_image() {
    run_foreign_programs "$toolbox"
    add_kernel
    settle_root
    in_toolbox mksquashfs /work/root /work/root.squashfs -comp lz4 -b 128K -noappend -quiet -no-progress -wildcards \
        -e 'proc/*' 'sys/*' 'dev/*' usr/share/doc usr/share/man usr/share/locale boot
    make_card
    make_initrd
}

# Without most drivers: they double the image.
add_kernel() {
    local kernel modules
    kernel=$(<"$toolbox/work/kernel")
    rm -rf "$toolbox/work/kernel-files" "$toolbox/work/root/usr/lib/modules"
    mkdir "$toolbox/work/kernel-files"
    in_toolbox sh -c "dpkg-deb -x /work/downloads/linux-image-$kernel*.deb /work/kernel-files"
    [ -e "$toolbox/work/kernel-files/lib" ] || ln -s usr/lib "$toolbox/work/kernel-files/lib"
    cp "$toolbox/work/kernel-files/boot/vmlinuz-$kernel" "$toolbox/work/vmlinuz"
    modules=$toolbox/work/kernel-files/usr/lib/modules/$kernel
    mkdir "$modules/updates"
    cp "$toolbox"/work/modules/*.ko "$modules/updates/"
    (cd "$modules/kernel" && rm -rf sound net/{bluetooth,mac80211,wireless,ceph,sctp,netfilter,openvswitch} \
        drivers/{gpu,media,infiniband,scsi,net/wireless,net/ethernet,iio,ata,nvme,accel,crypto,platform,isdn,target,staging} \
        drivers/{bluetooth,mtd,edac,video,soundwire,remoteproc,ufs} \
        fs/{btrfs,xfs,ocfs2,gfs2,ceph,nfs,nfsd,smb,f2fs,bcachefs,jfs,ntfs3,ubifs})
    in_toolbox depmod -b /work/kernel-files "$kernel"
    mkdir -p "$toolbox/work/root/usr/lib/modules"
    cp -a "$modules" "$toolbox/work/root/usr/lib/modules/"
}

settle_root() {
    local target=$toolbox/work/root
    cp -r "$GUEST/root/." "$target/"
    echo emulated-pi >"$target/etc/hostname"
    echo "nameserver 10.0.2.3" >"$target/etc/resolv.conf"
    # Not the first boot, which would spend a minute on presets.
    echo 00000000000040008000000000000001 >"$target/etc/machine-id"
    touch "$target/etc/.updated" "$target/var/.updated"
    [ -f "$toolbox/work/key" ] || ssh-keygen -q -t ed25519 -N '' -C emulated-pi -f "$toolbox/work/key"
    install -D -m 600 "$toolbox/work/key.pub" "$target/root/.ssh/authorized_keys"
    chroot "$target" sh -ec 'ssh-keygen -A; ldconfig; groupadd -f -r gpio; groupadd -f -r i2c; groupadd -f -r spi
        systemctl enable emulated-devices.service ssh.service
        systemctl mask systemd-networkd.service ldconfig.service systemd-journal-catalog-update.service systemd-hwdb-update.service \
            systemd-update-done.service systemd-firstboot.service dev-hugepages.mount sys-kernel-debug.mount \
            sys-kernel-tracing.mount modprobe@drm.service modprobe@efi_pstore.service modprobe@fuse.service \
            sshd-keygen.service apt-daily.timer apt-daily-upgrade.timer fstrim.timer dpkg-db-backup.timer \
            systemd-tmpfiles-clean.timer'
}

make_card() {
    rm -rf "$toolbox/work/card" "$toolbox"/work/card.{img,qcow2}
    mkdir -p "$toolbox"/work/card/{upper,work}
    in_toolbox mke2fs -q -t ext4 -L card -m 0 -d /work/card /work/card.img 2G
}

# busybox, the modules that find the card and the network, and the root file system.
make_initrd() {
    local initrd=$toolbox/work/initrd number=10 module name
    rm -rf "$initrd" "$toolbox/work/busybox"
    mkdir -p "$initrd"/{bin,modules,proc,sys,dev,root,ro,rw} "$toolbox/work/busybox"
    in_toolbox sh -c 'dpkg-deb -x /work/downloads/busybox-static*.deb /work/busybox'
    cp "$toolbox/work/busybox/usr/bin/busybox" "$initrd/bin/"
    while read -r module; do
        name=$(basename "${module%.xz}")
        case $module in
            *.xz) xz -dc "$toolbox$module" ;;
            *) cat "$toolbox$module" ;;
        esac >"$initrd/modules/$((number++))-$name"
    done < <(modules_of_boot | awk '$1 == "insmod" && !seen[$2]++ { print $2 }')
    ln -f "$toolbox/work/root.squashfs" "$initrd/root.squashfs"
    install -m 755 "$GUEST/init" "$initrd/init"
    in_toolbox sh -c 'cd /work/initrd && find . | cpio -o -H newc --quiet' >"$toolbox/work/initrd.img"
    rm -rf "$initrd"
}

modules_of_boot() {
    local module
    for module in ext4 squashfs loop overlay virtio_blk virtio_net; do
        in_toolbox modprobe -d /work/kernel-files -S "$(<"$toolbox/work/kernel")" --show-depends "$module"
    done
}

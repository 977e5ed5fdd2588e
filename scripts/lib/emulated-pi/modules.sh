# shellcheck shell=bash
# What Debian's kernel for arm64 lacks: gpio-sim, with the simulated interrupts it needs, and an I2C bus of software.
: "${root:?}" "${toolbox:?}"

make_modules() {
    local modules=$toolbox/work/modules
    rm -rf "$modules"
    mkdir "$modules"
    cp "$root/scripts/lib/emulated-pi/soft-i2c.c" "$modules/"
    in_toolbox tar -C /work/modules -xf /usr/src/linux-source-6.12.tar.xz --strip-components=3 \
        linux-source-6.12/drivers/gpio/gpio-sim.c linux-source-6.12/kernel/irq/irq_sim.c
    mv "$modules/gpio-sim.c" "$modules/gpio-sim-core.c"
    # Modules may not call irq_to_desc; this says the same.
    sed -i 's/irq_to_desc(irqnum)/irq_data_to_desc(irq_get_irq_data(irqnum))/' "$modules/irq_sim.c"
    keep_what_is_let_go "$modules/gpio-sim-core.c"
    printf '%s\n' 'obj-m := gpio-sim.o soft-i2c.o' 'gpio-sim-y := gpio-sim-core.o irq_sim.o' >"$modules/Kbuild"
    # Without BTF: it would need a vmlinux.
    in_toolbox make -C "/usr/src/linux-headers-$(<"$toolbox/work/kernel")" M=/work/modules ARCH=arm64 \
        CROSS_COMPILE=aarch64-linux-gnu- CONFIG_DEBUG_INFO_BTF_MODULES= modules
}

# As the Pi's own driver has it: with persist a line that is let go stays as it was, like on Raspberry Pi OS; without, it goes
# where its pull leads, like with dtparam=strict_gpiod.
keep_what_is_let_go() {
    sed -i -e '/^static void gpio_sim_free/,/^}/s/__assign_bit(/if (!persist) __assign_bit(/' \
        -e '/^static void gpio_sim_free/i static bool persist = true;\nmodule_param(persist, bool, 0644);\n' "$1"
    grep -q 'if (!persist) __assign_bit' "$1" || fail "gpio-sim.c has changed: gpio_sim_free is not as it was"
}

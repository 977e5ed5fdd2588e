// SPDX-License-Identifier: GPL-2.0
/*
 * An I2C bus of software, with plain transfers (I2C_RDWR), which the kernel's i2c-stub does not have. Each of the 128
 * addresses has 256 registers of a byte and a pointer, which the first byte written sets.
 *
 *   /sys/devices/platform/soft-i2c/registers  32768 bytes: register R of address A is byte A * 256 + R
 *   /sys/devices/platform/soft-i2c/present    128 bytes: 1 where the address acknowledges, 0 where the chip is pulled out
 *   /sys/module/soft_i2c/parameters/stuck     Y while no transfer comes to its end, N from when all go on
 */
#include <linux/i2c.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/sched/signal.h>
#include <linux/sysfs.h>

#define ADDRESSES 128
#define REGISTERS 256

static int nr = 1;
module_param(nr, int, 0444);
MODULE_PARM_DESC(nr, "number of the bus");

static bool stuck;
module_param(stuck, bool, 0644);
MODULE_PARM_DESC(stuck, "whether transfers wait");

static u8 registers[ADDRESSES * REGISTERS];
static u8 present[ADDRESSES];
static u8 pointer[ADDRESSES];
static struct platform_device *device;

static void transfer_one(const struct i2c_msg *message)
{
	u8 *chip = registers + message->addr * REGISTERS;
	u8 *at = &pointer[message->addr];
	int i;

	for (i = 0; i < message->len; i++) {
		if (message->flags & I2C_M_RD)
			message->buf[i] = chip[(u8)(*at + i)];
		else if (i == 0)
			*at = message->buf[0];
		else
			chip[(u8)(*at + i - 1)] = message->buf[i];
	}
}

static int transfer(struct i2c_adapter *adapter, struct i2c_msg *messages, int count)
{
	int i;

	while (READ_ONCE(stuck)) {
		schedule_timeout_interruptible(HZ / 10);
		if (signal_pending(current))
			return -EINTR;
	}
	for (i = 0; i < count; i++) {
		if (messages[i].addr >= ADDRESSES || !present[messages[i].addr])
			return -ENXIO;
		transfer_one(&messages[i]);
	}
	return count;
}

static u32 functionality(struct i2c_adapter *adapter)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static const struct i2c_algorithm algorithm = {
	.master_xfer = transfer,
	.functionality = functionality,
};

static struct i2c_adapter adapter = {
	.owner = THIS_MODULE,
	.algo = &algorithm,
	.name = "soft-i2c",
};

#define MEMORY_FILE(array)                                                                         \
	static ssize_t array##_read(struct file *file, struct kobject *object,                     \
				    struct bin_attribute *attribute, char *buffer, loff_t offset,  \
				    size_t count)                                                  \
	{                                                                                          \
		memcpy(buffer, array + offset, count);                                             \
		return count;                                                                      \
	}                                                                                          \
	static ssize_t array##_write(struct file *file, struct kobject *object,                    \
				     struct bin_attribute *attribute, char *buffer, loff_t offset, \
				     size_t count)                                                 \
	{                                                                                          \
		memcpy(array + offset, buffer, count);                                             \
		return count;                                                                      \
	}                                                                                          \
	static struct bin_attribute array##_file = {                                               \
		.attr = { .name = #array, .mode = 0600 },                                          \
		.size = sizeof(array),                                                             \
		.read = array##_read,                                                              \
		.write = array##_write,                                                            \
	}

MEMORY_FILE(registers);
MEMORY_FILE(present);

static int __init soft_i2c_init(void)
{
	int result;

	device = platform_device_register_simple("soft-i2c", PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	adapter.dev.parent = &device->dev;
	adapter.nr = nr;
	result = sysfs_create_bin_file(&device->dev.kobj, &registers_file);
	if (!result)
		result = sysfs_create_bin_file(&device->dev.kobj, &present_file);
	if (!result)
		result = i2c_add_numbered_adapter(&adapter);
	if (result)
		platform_device_unregister(device);
	return result;
}

static void __exit soft_i2c_exit(void)
{
	i2c_del_adapter(&adapter);
	platform_device_unregister(device);
}

module_init(soft_i2c_init);
module_exit(soft_i2c_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("An I2C bus of software, for tests");

package dev.sandpiper.sensors;

/** A board on whose buses somebody listens to what is written. */
final class Overheard extends BoardAround {
    private final Listener listener;

    Overheard(Board board, Listener listener) {
        super(board);
        this.listener = listener;
    }

    @FunctionalInterface
    interface Listener {
        void written(int address, byte[] bytes);
    }

    @Override
    public I2cPort i2c(int bus, int address) throws DeviceFault {
        var port = board.i2c(bus, address);
        return new I2cPort() {
            @Override
            public void write(byte... bytes) throws DeviceFault {
                listener.written(address, bytes);
                port.write(bytes);
            }

            @Override
            public byte[] read(int length) throws DeviceFault {
                return port.read(length);
            }

            @Override
            public byte[] readRegister(int pointer, int length) throws DeviceFault {
                return port.readRegister(pointer, length);
            }

            @Override
            public String place() {
                return port.place();
            }

            @Override
            public void close() {
                port.close();
            }
        };
    }
}

package dev.sandpiper.sensors.kernel;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.kernel.GpioLine.Direction;
import java.lang.foreign.MemoryLayout;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The figures are what gcc says of {@code sizeof}, {@code offsetof} and the macros of Linux 6's {@code linux/gpio.h} and
 * of {@code poll.h}, on x86-64; the header aligns for all 64-bit architectures alike.
 */
class GpioAbiTest {
    private static final Map<String, MemoryLayout> STRUCTURES = Map.of(
            "gpiochip_info", GpioAbi.CHIP_INFO,
            "gpio_v2_line_info", GpioAbi.LINE_INFO,
            "gpio_v2_line_request", GpioAbi.LINE_REQUEST,
            "gpio_v2_line_config", GpioAbi.LINE_CONFIG,
            "gpio_v2_line_values", GpioAbi.LINE_VALUES,
            "gpio_v2_line_event", GpioAbi.LINE_EVENT,
            "pollfd", GpioAbi.POLL_FD);

    @ParameterizedTest
    @CsvSource({
        "gpiochip_info, 68",
        "gpio_v2_line_info, 256",
        "gpio_v2_line_request, 592",
        "gpio_v2_line_config, 272",
        "gpio_v2_line_values, 16",
        "gpio_v2_line_event, 48",
        "pollfd, 8",
    })
    void eachStructureHasTheSizeOfC(String structure, long size) {
        assertEquals(size, STRUCTURES.get(structure).byteSize());
    }

    @ParameterizedTest
    @CsvSource({
        "gpiochip_info, label, 32",
        "gpiochip_info, lines, 64",
        "gpio_v2_line_info, name, 0",
        "gpio_v2_line_info, consumer, 32",
        "gpio_v2_line_info, offset, 64",
        "gpio_v2_line_info, num_attrs, 68",
        "gpio_v2_line_info, flags, 72",
        "gpio_v2_line_request, offsets, 0",
        "gpio_v2_line_request, consumer, 256",
        "gpio_v2_line_request, config, 288",
        "gpio_v2_line_request, num_lines, 560",
        "gpio_v2_line_request, event_buffer_size, 564",
        "gpio_v2_line_request, fd, 588",
        "gpio_v2_line_config, flags, 0",
        "gpio_v2_line_config, num_attrs, 8",
        "gpio_v2_line_values, bits, 0",
        "gpio_v2_line_values, mask, 8",
        "gpio_v2_line_event, timestamp_ns, 0",
        "gpio_v2_line_event, id, 8",
        "gpio_v2_line_event, offset, 12",
        "gpio_v2_line_event, seqno, 16",
        "gpio_v2_line_event, line_seqno, 20",
        "pollfd, fd, 0",
        "pollfd, events, 4",
        "pollfd, revents, 6",
    })
    void eachMemberIsWhereCHasIt(String structure, String member, long offset) {
        assertEquals(offset, GpioAbi.offset(STRUCTURES.get(structure), member));
    }

    @Test
    void eachRequestHasTheNumberOfTheHeader() {
        assertEquals(0x8044b401L, GpioAbi.GET_CHIP_INFO);
        assertEquals(0xc100b405L, GpioAbi.GET_LINE_INFO);
        assertEquals(0xc250b407L, GpioAbi.GET_LINE);
        assertEquals(0xc010b40eL, GpioAbi.GET_VALUES);
    }

    /** GPIO_V2_LINE_FLAG_USED is bit 0, GPIO_V2_LINE_FLAG_OUTPUT bit 3. */
    @Test
    void aLineIsToldByItsFlags() {
        try (var arena = java.lang.foreign.Arena.ofConfined()) {
            var info = arena.allocate(GpioAbi.LINE_INFO);
            info.setString(0, "GPIO17");
            assertEquals(new GpioLine(17, "GPIO17", Direction.INPUT, Optional.empty()), GpioLine.of(17, info));
            info.set(JAVA_LONG, 72, 1 | 1 << 3);
            assertEquals(new GpioLine(17, "GPIO17", Direction.OUTPUT, Optional.of("kernel")), GpioLine.of(17, info));
            info.setString(32, "sandpiper-pin-17");
            assertEquals(Optional.of("sandpiper-pin-17"), GpioLine.of(17, info).user());
        }
    }

    /** Bits 2, 4, 5, 8, 9 and 10 of {@code enum gpio_v2_line_flag}. */
    @ParameterizedTest
    @CsvSource({"UP, BOTH, 0x134", "DOWN, RISING, 0x214", "OFF, FALLING, 0x424"})
    void pullAndEdgesAreFlagsOfTheHeader(GpioChip.Bias bias, Edges edges, String flags) {
        assertEquals(Long.decode(flags), GpioChip.flags(bias, edges));
    }
}

package dev.sandpiper.agent.safestate;

import dev.sandpiper.agent.config.SimulatedDevice;
import dev.sandpiper.agent.config.SimulatedDevice.Contents;
import dev.sandpiper.agent.config.SimulatedDevice.Reply;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Devices of the simulated board as words: bus, address, what it is, and then a word for each run or reply. */
record DeviceWords(Words words) {
    private static final HexFormat HEX = HexFormat.of();

    static String of(SimulatedDevice device) {
        return "%s %d %s".formatted(Words.of(device.bus()), device.address(), contents(device.contents()));
    }

    private static String contents(Contents contents) {
        return switch (contents) {
            case Contents.Chip(var name) -> "chip " + Words.of(name);
            case Contents.Registers(var runs) ->
                "registers "
                        + runs.entrySet().stream()
                                .map(run -> run.getKey() + ":" + hex(run.getValue()))
                                .collect(Collectors.joining(" "));
            case Contents.Replies(var replies) ->
                "replies "
                        + replies.stream()
                                .map(reply -> hex(reply.written()) + ":" + hex(reply.answer()))
                                .collect(Collectors.joining(" "));
        };
    }

    private static String hex(List<Integer> bytes) {
        var text = new StringBuilder();
        for (var value : bytes) text.append(HEX.toHexDigits(value.byteValue()));
        return text.toString();
    }

    SimulatedDevice device(List<String> line) {
        return new SimulatedDevice(
                words.bus(line.getFirst()),
                Integer.parseInt(line.get(1)),
                contents(line.get(2), line.subList(3, line.size())));
    }

    private static Contents contents(String what, List<String> rest) {
        return switch (what) {
            case "chip" -> new Contents.Chip(Words.text(rest.getFirst()));
            case "registers" -> registers(rest);
            case "replies" ->
                new Contents.Replies(rest.stream()
                        .map(reply -> new Reply(
                                bytes(reply.substring(0, reply.indexOf(':'))),
                                bytes(reply.substring(reply.indexOf(':') + 1))))
                        .toList());
            default -> throw new IllegalArgumentException("'" + what + "' means nothing");
        };
    }

    private static Contents registers(List<String> rest) {
        var runs = new TreeMap<Integer, List<Integer>>();
        for (var run : rest) {
            var colon = run.indexOf(':');
            runs.put(Integer.valueOf(run.substring(0, colon)), bytes(run.substring(colon + 1)));
        }
        return new Contents.Registers(runs);
    }

    private static List<Integer> bytes(String hex) {
        var bytes = new ArrayList<Integer>();
        for (var value : HEX.parseHex(hex)) bytes.add(value & 0xff);
        return List.copyOf(bytes);
    }
}

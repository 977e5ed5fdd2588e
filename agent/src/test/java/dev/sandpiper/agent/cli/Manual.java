package dev.sandpiper.agent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page, from the same descriptions as {@code --help}. */
record Manual(CommandSpec program) {
    private static final String FILES = """
            .SH FILES
            .TP
            .I /etc/sandpiper/agent.yaml
            The configuration.
            .TP
            .I /var/lib/sandpiper
            What is kept until the broker has it, and the socket for commands to the running agent.
            .TP
            .I /usr/share/doc/sandpiper/examples
            Configurations with remarks.
            .SH SEE ALSO
            .BR systemctl (1),
            .BR journalctl (1)
            """;

    String text() {
        var page = new ArrayList<String>();
        page.add(".\\\" Generated from the descriptions of the commands: GeneratedFilesTest.");
        page.add(".TH SANDPIPER 1 \"\" Sandpiper \"User Commands\"");
        page.add(".SH NAME");
        page.add("sandpiper \\- " + uncapitalised(described(program).getFirst()));
        page.add(".SH SYNOPSIS");
        page.add(".B sandpiper");
        page.add(".I COMMAND");
        page.add("[options]");
        page.add(".SH OPTIONS OF EACH COMMAND");
        program.options().forEach(option -> add(page, option));
        page.add(".SH COMMANDS");
        program.subcommands().values().forEach(command -> add(page, command));
        page.add(".SH EXIT STATUS");
        for (var line : program.usageMessage().footer()) if (!line.isEmpty()) page.add(escaped(line));
        return String.join("\n", page) + "\n" + FILES;
    }

    private static void add(List<String> page, CommandLine command) {
        var spec = command.getCommandSpec();
        page.add(".SS " + escaped(synopsis(spec)));
        described(spec).forEach(line -> page.add(escaped(line)));
        spec.positionalParameters().stream()
                .filter(each -> !each.hidden())
                .forEach(each -> entry(page, each.paramLabel(), each.description()));
        spec.options().stream()
                .filter(each -> !each.inherited() && !each.usageHelp() && !each.versionHelp() && !each.hidden())
                .forEach(each -> add(page, each));
        spec.subcommands().values().forEach(each -> add(page, each));
    }

    private static void add(List<String> page, OptionSpec option) {
        var value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        entry(page, String.join(", ", option.names()) + value, option.description());
    }

    private static void entry(List<String> page, String term, String[] description) {
        page.add(".TP");
        page.add(".B " + escaped(term));
        for (var line : description) page.add(escaped(line.formatted()));
    }

    private static String synopsis(CommandSpec spec) {
        var words = new StringBuilder(spec.qualifiedName(" ").replaceFirst("^sandpiper ", ""));
        for (PositionalParamSpec each : spec.positionalParameters())
            words.append(' ')
                    .append(each.required() ? each.paramLabel() : "[" + each.paramLabel() + "]")
                    .append(each.isMultiValue() ? "\u2026" : "");
        return words.toString();
    }

    private static List<String> described(CommandSpec spec) {
        return List.of(spec.usageMessage().description());
    }

    private static String uncapitalised(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT)
                + sentence.substring(1).replaceFirst("\\.$", "");
    }

    /** A line for troff, whose own characters these are. */
    private static String escaped(String line) {
        var text = line.replace("\\", "\\e").replace("-", "\\-").replace("\u2026", "...");
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
    }
}

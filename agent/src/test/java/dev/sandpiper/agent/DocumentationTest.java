package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the pages for people to each other and to the files they name. */
class DocumentationTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]+)\\)");
    private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
    private static final Pattern DECISION = Pattern.compile("(\\d{4})-[a-z0-9.]+(-[a-z0-9.]+)*\\.md");

    @Test
    void everyRelativeLinkLeadsToAFile() throws IOException {
        var broken = new ArrayList<String>();
        for (var page : pages())
            for (var target : links(page)) if (!exists(page, target)) broken.add(ROOT.relativize(page) + ": " + target);
        assertEquals(List.of(), broken);
    }

    @Test
    void everyDecisionHasItsNumberAndATitle() throws IOException {
        var numbers = new ArrayList<Integer>();
        for (var page : decisions()) {
            var name = DECISION.matcher(page.getFileName().toString());
            assertTrue(name.matches(), () -> page + ": the name is not 0001-what-was-decided.md");
            var title = Files.readAllLines(page).getFirst();
            assertTrue(title.matches("# " + name.group(1) + " \\S.*"), () -> page + " begins with: " + title);
            numbers.add(Integer.parseInt(name.group(1)));
        }
        assertFalse(numbers.isEmpty());
        assertEquals(numbers.stream().distinct().toList(), numbers, "no number twice");
    }

    private static List<Path> pages() throws IOException {
        var pages = new ArrayList<>(markdown(ROOT, 1));
        for (var folder : List.of("config", "docs")) pages.addAll(markdown(ROOT.resolve(folder), Integer.MAX_VALUE));
        return pages;
    }

    private static List<Path> decisions() throws IOException {
        return markdown(ROOT.resolve("docs/decisions"), 1);
    }

    private static List<Path> markdown(Path folder, int depth) throws IOException {
        try (Stream<Path> files = Files.walk(folder, depth)) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> links(Path page) throws IOException {
        var prose = CODE.matcher(Files.readString(page)).replaceAll("");
        return LINK.matcher(prose)
                .results()
                .map(link -> link.group(1))
                .filter(target -> !target.matches("[a-z]+:.*"))
                .toList();
    }

    private static boolean exists(Path page, String target) throws IOException {
        var parts = target.split("#", 2);
        var file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!file.startsWith(ROOT) || !Files.exists(file)) return false;
        return parts.length == 1 || anchors(file).contains(parts[1]);
    }

    /** The anchors that GitHub makes of a page's headings. */
    private static List<String> anchors(Path page) throws IOException {
        return HEADING.matcher(Files.readString(page))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }
}

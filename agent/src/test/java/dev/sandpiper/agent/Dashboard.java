package dev.sandpiper.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The queries of Grafana's dashboard, with its variables and macros filled in as Grafana does. */
final class Dashboard {
    private static final Path FILE = Path.of("../config/backends/grafana/dashboard.json");
    private static final String FROM = "'2000-01-01T00:00:00Z'";
    private static final String TO = "'2100-01-01T00:00:00Z'";

    private Dashboard() {}

    /** By title of the panel or name of the variable. */
    static Map<String, String> queries() throws IOException {
        var dashboard = JsonParser.parseString(Files.readString(FILE)).getAsJsonObject();
        var queries = new LinkedHashMap<String, String>();
        for (var variable : dashboard.getAsJsonObject("templating").getAsJsonArray("list"))
            if (text(variable, "type").equals("query")) queries.put(text(variable, "name"), text(variable, "query"));
        for (var panel : dashboard.getAsJsonArray("panels"))
            for (var target : panel.getAsJsonObject().getAsJsonArray("targets"))
                queries.put(text(panel, "title"), text(target, "rawSql"));
        queries.replaceAll((_, query) -> filled(query));
        return queries;
    }

    private static String text(JsonElement object, String key) {
        return ((JsonObject) object).get(key).getAsString();
    }

    private static String filled(String query) {
        return query.replaceAll("\\$__timeFilter\\((\\w+)\\)", "$1 between " + FROM + " and " + TO)
                .replaceAll("\\$__timeGroup\\((\\w+), \\$__interval\\)", "floor(extract(epoch from $1)/60)*60")
                .replace("$__timeFrom()", FROM)
                .replace("$__timeTo()", TO)
                .replace("$device", "'hut'")
                .replace("$sensor", "'air','said'")
                .replace("$name", "'temperature','wet'");
    }
}

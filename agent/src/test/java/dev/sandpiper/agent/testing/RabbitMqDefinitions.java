package dev.sandpiper.agent.testing;

import com.google.gson.Gson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** The accounts as RabbitMQ imports them; devices have the rights of docs/operating.md. */
final class RabbitMqDefinitions {
    private static final byte[] SALT = {1, 2, 3, 4};
    /** Where MQTT's messages go through. */
    private static final String EXCHANGE = "amq.topic";

    private RabbitMqDefinitions() {}

    static String of(Accounts accounts) {
        List<String> users = accounts.users();
        return new Gson()
                .toJson(Map.of(
                        "vhosts", List.of(Map.of("name", "/")),
                        "users",
                                users.stream()
                                        .map(user -> user(user, accounts.password()))
                                        .toList(),
                        "permissions",
                                users.stream()
                                        .map(RabbitMqDefinitions::permissions)
                                        .toList(),
                        "topic_permissions",
                                users.stream().map(RabbitMqDefinitions::topics).toList()));
    }

    private static Map<String, Object> user(String user, String password) {
        return Map.of(
                "name",
                user,
                "password_hash",
                hash(password),
                "hashing_algorithm",
                "rabbit_password_hashing_sha256",
                "tags",
                List.of());
    }

    // Salt, then SHA-256 of salt and password.
    private static String hash(String password) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(SALT);
            byte[] sum = digest.digest(password.getBytes(StandardCharsets.UTF_8));
            byte[] salted = ByteBuffer.allocate(SALT.length + sum.length)
                    .put(SALT)
                    .put(sum)
                    .array();
            return Base64.getEncoder().encodeToString(salted);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A device has the queue of its own session; a back end may have any session. */
    private static Map<String, String> permissions(String user) {
        String queue =
                user.equals(Accounts.BACK_END) ? "mqtt-subscription-.*" : "mqtt-subscription-" + user + "qos[01]";
        String both = "^(amq\\.topic|" + queue + ")$";
        return Map.of("user", user, "vhost", "/", "configure", "^" + queue + "$", "write", both, "read", both);
    }

    private static Map<String, String> topics(String user) {
        boolean backEnd = user.equals(Accounts.BACK_END);
        String write = backEnd ? "^sandpiper\\.[^.]+\\.command\\." : "^sandpiper\\.{username}\\.";
        // A device hears itself too: RabbitMQ closes the connection of one that asks for more than it may.
        String read = backEnd ? "^sandpiper\\." : "^sandpiper\\.{username}\\.";
        return Map.of("user", user, "vhost", "/", "exchange", EXCHANGE, "write", write, "read", read);
    }
}

package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the login for each attempt; the password file is read anew, so that it can be changed while the agent runs. */
public final class Logins {
    private final BrokerConfig config;

    public Logins(BrokerConfig config) {
        this.config = config;
    }

    /** The login cannot be made; the message is a sentence for an operator. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String sentence) {
            super(sentence);
        }
    }

    Login login(Login.Will will) throws Unusable {
        Optional<char[]> password = config.passwordFile().isPresent()
                ? Optional.of(password(config.passwordFile().get()))
                : Optional.empty();
        return new Login(
                config.clientId(),
                config.username(),
                password,
                Login.Session.PERSISTENT,
                config.keepAlive(),
                config.maxPacket(),
                will,
                config.tls());
    }

    // One line; an editor's line end at its end does not belong to the password.
    private static char[] password(Path file) throws Unusable {
        try {
            var text = StandardCharsets.UTF_8
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return text.replaceFirst("\\R$", "").toCharArray();
        } catch (IOException unreadable) {
            throw new Unusable("the password file %s cannot be read".formatted(file));
        }
    }
}

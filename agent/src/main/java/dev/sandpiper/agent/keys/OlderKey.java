package dev.sandpiper.agent.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.loader.KeyPairResourceParser;
import org.apache.sshd.common.config.keys.loader.pem.ECDSAPEMResourceKeyPairParser;
import org.apache.sshd.common.config.keys.loader.pem.RSAPEMResourceKeyPairParser;

/**
 * Keys in the forms before PKCS#8, which Java cannot read: PKCS#1 and SEC1, also encrypted in the way of RFC 1421. The
 * only class that knows the library for it (docs/decisions/0009), loaded only when there is such a key.
 */
final class OlderKey {
    private OlderKey() {}

    static PrivateKey read(Pem.Block block) throws KeyFault {
        try {
            return parse(block, FilePasswordProvider.EMPTY);
        } catch (IOException | GeneralSecurityException | RuntimeException damaged) {
            throw new KeyFault(block.file(), "the %s is damaged".formatted(block.label()), damaged);
        }
    }

    static PrivateKey open(Pem.Block block, Path passphrase) throws KeyFault {
        var phrase = Secrets.line(passphrase);
        try {
            return parse(block, FilePasswordProvider.of(new String(phrase)));
        } catch (IOException | GeneralSecurityException | RuntimeException wrong) {
            // Without a check sum a wrong pass phrase shows as content that makes no sense, in one way or another.
            throw EncryptedKey.wrongPhrase(block.file(), passphrase, wrong);
        } finally {
            Arrays.fill(phrase, '\0');
        }
    }

    private static PrivateKey parse(Pem.Block block, FilePasswordProvider phrase)
            throws IOException, GeneralSecurityException {
        var keys = parser(block.label()).loadKeyPairs(null, name(block.file()), phrase, block.lines());
        if (keys == null || keys.isEmpty()) throw new NoSuchElementException("no key in it");
        return keys.iterator().next().getPrivate();
    }

    private static KeyPairResourceParser parser(String label) {
        return label.startsWith("RSA") ? RSAPEMResourceKeyPairParser.INSTANCE : ECDSAPEMResourceKeyPairParser.INSTANCE;
    }

    private static NamedResource name(Path file) {
        return NamedResource.ofName(file.toString());
    }
}

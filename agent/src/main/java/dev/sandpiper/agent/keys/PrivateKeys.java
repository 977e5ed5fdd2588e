package dev.sandpiper.agent.keys;

import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;

/** The private key in a PEM file, in any of the forms that openssl writes. */
final class PrivateKeys {
    private PrivateKeys() {}

    /** @param passphrase the file of the pass phrase; needed only where the key is encrypted */
    static PrivateKey in(Path file, Optional<Path> passphrase) throws KeyFault {
        for (var block : Pem.read(file)) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return plain(file, new PKCS8EncodedKeySpec(block.content()));
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return EncryptedKey.open(block, phrase(file, passphrase));
                }
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
                    return block.hasEncryptionHeader()
                            ? OlderKey.open(block, phrase(file, passphrase))
                            : OlderKey.read(block);
                }
                case "OPENSSH PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw new KeyFault(
                            file,
                            "is an '%s', which TLS cannot use; expected an RSA, EC or Ed25519 key"
                                    .formatted(block.label()));
                default -> {} // The certificate may be in the same file, and an EC key often follows its parameters.
            }
        }
        throw new KeyFault(file, "has no private key; expected PEM, '-----BEGIN PRIVATE KEY-----'");
    }

    private static Path phrase(Path file, Optional<Path> passphrase) throws KeyFault {
        return passphrase.orElseThrow(() -> new KeyFault(
                file, "is protected by a pass phrase; name the file that holds it in broker.tls.key_passphrase_file"));
    }

    static PrivateKey plain(Path file, PKCS8EncodedKeySpec content) throws KeyFault {
        for (var algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(content);
            } catch (InvalidKeySpecException another) {
                // The form does not tell more cheaply which algorithm it is for.
            } catch (NoSuchAlgorithmException crippled) {
                throw new IllegalStateException(crippled);
            }
        }
        throw new KeyFault(file, "is neither an RSA, an EC nor an Ed25519 key, or is damaged");
    }
}

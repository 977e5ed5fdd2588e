package dev.sandpiper.agent.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A PKCS#8 key under a pass phrase, with PBKDF2 (RFC 8018, PBES2): what openssl writes, and with AES Java reads by itself. */
final class EncryptedKey {
    /** As Java names such parameters: {@code PBEWithHmacSHA256AndAES_256}. */
    private static final Pattern SCHEME = Pattern.compile("PBEWith(HmacSHA\\w+)AndAES_(128|256)");

    private EncryptedKey() {}

    static PrivateKey open(Pem.Block block, Path passphrase) throws KeyFault {
        var scheme = scheme(block);
        var phrase = Secrets.line(passphrase);
        try {
            return PrivateKeys.plain(block.file(), scheme.open(phrase));
        } catch (GeneralSecurityException | KeyFault wrong) {
            // By chance a wrong one leaves the right padding, and then no key.
            throw wrongPhrase(block.file(), passphrase, wrong);
        } finally {
            Arrays.fill(phrase, '\0');
        }
    }

    static KeyFault wrongPhrase(Path key, Path passphrase, Exception cause) {
        return new KeyFault(
                key, "the pass phrase in %s does not open it; correct that file".formatted(passphrase), cause);
    }

    /** A way to encrypt a key, with all but the pass phrase. */
    private interface Scheme {
        PKCS8EncodedKeySpec open(char[] phrase) throws GeneralSecurityException;
    }

    private static Scheme scheme(Pem.Block block) throws KeyFault {
        try {
            var info = new EncryptedPrivateKeyInfo(block.content());
            var parameters = info.getAlgParameters();
            if (parameters == null || !SCHEME.matcher(parameters.toString()).matches())
                throw unsupported(block.file(), null);
            return phrase -> info.getKeySpec(cipher(parameters, phrase));
        } catch (IOException notAes) {
            var key = TripleDesKey.in(block.content()).orElseThrow(() -> unsupported(block.file(), notAes));
            return key::open;
        }
    }

    // Not by Java's own PBE algorithms: they take pass phrases of ASCII characters only.
    private static Cipher cipher(AlgorithmParameters parameters, char[] phrase) throws GeneralSecurityException {
        var scheme = SCHEME.matcher(parameters.toString());
        if (!scheme.matches()) throw new GeneralSecurityException(parameters + " is not known");
        var derivation = parameters.getParameterSpec(PBEParameterSpec.class);
        var bits = Integer.parseInt(scheme.group(2));
        var spec = new PBEKeySpec(phrase, derivation.getSalt(), derivation.getIterationCount(), bits);
        try {
            var key =
                    SecretKeyFactory.getInstance("PBKDF2With" + scheme.group(1)).generateSecret(spec);
            var cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key.getEncoded(), "AES"), derivation.getParameterSpec());
            return cipher;
        } finally {
            spec.clearPassword();
        }
    }

    private static KeyFault unsupported(Path file, @Nullable Exception cause) {
        var what = "is encrypted in a way that Java does not know, expected PBKDF2 and AES; write it anew: "
                + "openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + file + " -out new.key";
        return cause == null ? new KeyFault(file, what) : new KeyFault(file, what, cause);
    }
}

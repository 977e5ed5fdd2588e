package dev.sandpiper.agent.keys;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.sshd.common.util.io.der.ASN1Object;
import org.apache.sshd.common.util.io.der.ASN1Type;
import org.apache.sshd.common.util.io.der.DERParser;

/**
 * A PKCS#8 key under a pass phrase, with PBKDF2 and triple DES: what {@code openssl req -newkey} writes. Java takes
 * apart those with AES only, so that the library for older keys does it here (RFC 8018, appendices A.2 and A.4).
 *
 * @param mac Java's name of what PBKDF2 uses
 */
record TripleDesKey(byte[] salt, int iterations, String mac, byte[] start, byte[] content) {
    private static final List<Integer> PBES2 = List.of(1, 2, 840, 113549, 1, 5, 13);
    private static final List<Integer> PBKDF2 = List.of(1, 2, 840, 113549, 1, 5, 12);
    private static final List<Integer> TRIPLE_DES = List.of(1, 2, 840, 113549, 3, 7);
    private static final String DEFAULT_MAC = "HmacSHA1";
    private static final Map<List<Integer>, String> MACS = Map.of(
            List.of(1, 2, 840, 113549, 2, 7), DEFAULT_MAC,
            List.of(1, 2, 840, 113549, 2, 9), "HmacSHA256",
            List.of(1, 2, 840, 113549, 2, 11), "HmacSHA512");
    private static final int KEY_BITS = 192;

    /** Empty where it is encrypted in another way. */
    static Optional<TripleDesKey> in(byte[] info) {
        try {
            var parts = new DERParser(info).readObject().createParser();
            var scheme = parameters(parts.readObject(), PBES2).createParser();
            var derivation = parameters(scheme.readObject(), PBKDF2).createParser();
            var start = parameters(scheme.readObject(), TRIPLE_DES).getPureValueBytes();
            var salt = derivation.readObject().getPureValueBytes();
            var iterations = derivation.readObject().asInteger().intValueExact();
            var content = parts.readObject().getPureValueBytes();
            return Optional.of(new TripleDesKey(salt, iterations, mac(derivation), start, content));
        } catch (IOException | RuntimeException another) {
            return Optional.empty();
        }
    }

    private static ASN1Object parameters(ASN1Object identifier, List<Integer> expected) throws IOException {
        var parser = identifier.createParser();
        if (!parser.readObject().asOID().equals(expected)) throw new NoSuchElementException(expected + " is not there");
        return parser.readObject();
    }

    private static String mac(DERParser derivation) throws IOException {
        for (var next = derivation.readObject(); next != null; next = derivation.readObject()) {
            if (next.getObjType() != ASN1Type.SEQUENCE) continue;
            var name = MACS.get(next.createParser().readObject().asOID());
            if (name == null) throw new NoSuchElementException("no such function");
            return name;
        }
        return DEFAULT_MAC;
    }

    PKCS8EncodedKeySpec open(char[] phrase) throws GeneralSecurityException {
        var spec = new PBEKeySpec(phrase, salt, iterations, KEY_BITS);
        try {
            var key = SecretKeyFactory.getInstance("PBKDF2With" + mac).generateSecret(spec);
            var cipher = Cipher.getInstance("DESede/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key.getEncoded(), "DESede"), new IvParameterSpec(start));
            return new PKCS8EncodedKeySpec(cipher.doFinal(content));
        } finally {
            spec.clearPassword();
        }
    }
}

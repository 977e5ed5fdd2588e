package dev.sandpiper.agent.keys;

import static dev.sandpiper.agent.testing.TestCertificates.openssl;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys and certificates as openssl writes them, and what an operator reads when they are not right. */
class KeyFilesTest {
    @TempDir
    static Path shared;

    static TestCertificates authority;
    static Issued rsa;
    static Issued ec;
    static Issued ed25519;

    @TempDir
    Path folder;

    private Path phrase;
    private Path made;

    @BeforeAll
    static void issue() {
        authority = TestCertificates.in(shared.resolve("authority"));
        rsa = authority.forClient("with-rsa", "RSA");
        ec = authority.forClient("with-ec", "EC");
        ed25519 = authority.forClient("with-ed25519", "ED25519");
    }

    @BeforeEach
    void passphrase() throws IOException {
        phrase = Files.writeString(folder.resolve("passphrase"), "open sesame\n");
        made = folder.resolve("made.key");
    }

    private static Issued issued(String algorithm) {
        return switch (algorithm) {
            case "rsa" -> rsa;
            case "ec" -> ec;
            default -> ed25519;
        };
    }

    /** Has openssl write a key in another form; {@code IN}, {@code OUT} and {@code PHRASE} stand for the files. */
    private Issued rewritten(String algorithm, String words) {
        var from = issued(algorithm);
        openssl(words.replace("IN", from.key().toString())
                .replace("OUT", made.toString())
                .replace("PHRASE", "file:" + phrase));
        return from.with(made);
    }

    private Identity read(Issued files) throws KeyFault {
        return Identity.read(files.certificate(), files.key(), Optional.of(phrase));
    }

    private static String firstLine(Path file) throws IOException {
        return Files.readAllLines(file).getFirst();
    }

    // The public half, which some forms carry along, does not count.
    private static void assertSameKey(Identity expected, Identity found) {
        if (expected.key() instanceof ECPrivateKey key) assertEquals(key.getS(), ((ECPrivateKey) found.key()).getS());
        else assertEquals(expected.key(), found.key());
    }

    private void assertRefused(String sentence, Issued files) {
        assertEquals(sentence, assertThrows(KeyFault.class, () -> read(files)).getMessage());
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource({
        "rsa, BEGIN PRIVATE KEY, pkcs8 -topk8 -nocrypt -in IN -out OUT",
        "ec, BEGIN PRIVATE KEY, pkcs8 -topk8 -nocrypt -in IN -out OUT",
        "ed25519, BEGIN PRIVATE KEY, pkcs8 -topk8 -nocrypt -in IN -out OUT",
        "rsa, BEGIN ENCRYPTED PRIVATE KEY, pkcs8 -topk8 -in IN -out OUT -passout PHRASE",
        "ec, BEGIN ENCRYPTED PRIVATE KEY, pkcs8 -topk8 -v2 aes-256-cbc -in IN -out OUT -passout PHRASE",
        "ec, BEGIN ENCRYPTED PRIVATE KEY, pkcs8 -topk8 -v2 aes-128-cbc -in IN -out OUT -passout PHRASE",
        "ec, BEGIN ENCRYPTED PRIVATE KEY, pkcs8 -topk8 -v2 aes128 -v2prf hmacWithSHA1 -in IN -out OUT -passout PHRASE",
        "ec, BEGIN ENCRYPTED PRIVATE KEY, pkcs8 -topk8 -v2 aes256 -v2prf hmacWithSHA512 -in IN -out OUT -passout PHRASE",
        "ec, BEGIN ENCRYPTED PRIVATE KEY, pkcs8 -topk8 -v2 des3 -in IN -out OUT -passout PHRASE",
        "rsa, BEGIN ENCRYPTED PRIVATE KEY, pkcs8 -topk8 -v2 des3 -v2prf hmacWithSHA1 -in IN -out OUT -passout PHRASE",
        "ed25519, BEGIN ENCRYPTED PRIVATE KEY, pkcs8 -topk8 -v2 des3 -v2prf hmacWithSHA512 -in IN -out OUT -passout PHRASE",
        "ed25519, BEGIN ENCRYPTED PRIVATE KEY, pkcs8 -topk8 -in IN -out OUT -passout PHRASE",
        "rsa, BEGIN RSA PRIVATE KEY, rsa -traditional -in IN -out OUT",
        "rsa, BEGIN RSA PRIVATE KEY, rsa -traditional -aes128 -in IN -out OUT -passout PHRASE",
        "rsa, BEGIN RSA PRIVATE KEY, rsa -traditional -aes256 -in IN -out OUT -passout PHRASE",
        "rsa, BEGIN RSA PRIVATE KEY, rsa -traditional -des3 -in IN -out OUT -passout PHRASE",
        "ec, BEGIN EC PRIVATE KEY, ec -in IN -out OUT",
        "ec, BEGIN EC PRIVATE KEY, ec -aes192 -in IN -out OUT -passout PHRASE",
        "ec, BEGIN EC PRIVATE KEY, ec -aes256 -in IN -out OUT -passout PHRASE"
    })
    void everyFormThatOpensslWritesIsRead(String algorithm, String begin, String words) throws Exception {
        var files = rewritten(algorithm, words);
        assertEquals("-----" + begin + "-----", firstLine(files.key()), "openssl wrote another form");
        assertSameKey(read(issued(algorithm)), read(files));
    }

    @Test
    void anEcKeyBehindItsParametersIsRead() throws Exception {
        rewritten("ec", "ec -in IN -out OUT");
        openssl("ecparam -name prime256v1 -out " + folder.resolve("parameters"));
        Files.writeString(made, Files.readString(folder.resolve("parameters")) + Files.readString(made));
        assertEquals("-----BEGIN EC PARAMETERS-----", firstLine(made));
        assertSameKey(read(ec), read(ec.with(made)));
    }

    @Test
    void parametersAloneAreNoKey() {
        openssl("ecparam -name prime256v1 -out " + made);
        assertRefused(made + ": has no private key; expected PEM, '-----BEGIN PRIVATE KEY-----'", ec.with(made));
    }

    @Test
    void certificateAndKeyMayBeInOneFileSoThatBothAreReplacedAtOnce() throws Exception {
        Files.writeString(made, Files.readString(ec.certificate()) + Files.readString(ec.key()));
        assertEquals(1, read(new Issued(made, made)).chain().size());
    }

    @Test
    void aPassPhraseMayHaveAnyCharacters() throws Exception {
        Files.writeString(phrase, "Sésam öffne dich ☃");
        assertSameKey(read(ec), read(rewritten("ec", "pkcs8 -topk8 -in IN -out OUT -passout PHRASE")));
        assertSameKey(read(rsa), read(rewritten("rsa", "rsa -traditional -aes256 -in IN -out OUT -passout PHRASE")));
    }

    @ParameterizedTest
    @CsvSource({
        "ec, pkcs8 -topk8 -in IN -out OUT -passout PHRASE",
        "ec, pkcs8 -topk8 -v2 des3 -in IN -out OUT -passout PHRASE",
        "ec, ec -aes256 -in IN -out OUT -passout PHRASE",
        "rsa, rsa -traditional -aes256 -in IN -out OUT -passout PHRASE"
    })
    void aWrongPassPhraseIsNamed(String algorithm, String words) throws Exception {
        var files = rewritten(algorithm, words);
        Files.writeString(phrase, "open barley");
        assertRefused(made + ": the pass phrase in " + phrase + " does not open it; correct that file", files);
    }

    // None of these ways has a check sum: one wrong pass phrase in 256 leaves a right padding.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ec -aes256 -in IN -out OUT -passout PHRASE",
                "pkcs8 -topk8 -v2 des3 -iter 1 -in IN -out OUT -passout PHRASE"
            })
    void noWrongPassPhraseOpensAKeyByChance(String words) throws Exception {
        var files = rewritten("ec", words);
        for (var guess = 0; guess < 1000; guess++) {
            Files.writeString(phrase, "guess " + guess);
            assertRefused(made + ": the pass phrase in " + phrase + " does not open it; correct that file", files);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ec, pkcs8 -topk8 -in IN -out OUT -passout PHRASE",
        "rsa, rsa -traditional -aes256 -in IN -out OUT -passout PHRASE"
    })
    void aMissingPassPhraseIsAskedFor(String algorithm, String words) {
        var files = rewritten(algorithm, words);
        var fault =
                assertThrows(KeyFault.class, () -> Identity.read(files.certificate(), files.key(), Optional.empty()));
        assertEquals(
                made + ": is protected by a pass phrase; name the file that holds it in broker.tls.key_passphrase_file",
                fault.getMessage());
    }

    @Test
    void anEmptyPassPhraseIsNamed() throws Exception {
        var files = rewritten("ec", "pkcs8 -topk8 -in IN -out OUT -passout PHRASE");
        Files.writeString(phrase, "\n");
        assertRefused(phrase + ": is empty; write the secret into it, in one line", files);
    }

    @Test
    void aKeyEncryptedInAnotherWayComesWithTheCommandThatHelps() {
        var files = rewritten("ec", "pkcs8 -topk8 -scrypt -in IN -out OUT -passout PHRASE");
        assertRefused(
                made + ": is encrypted in a way that Java does not know, expected PBKDF2 and AES; write it anew:"
                        + " openssl pkcs8 -topk8 -v2 aes-256-cbc -in " + made + " -out new.key",
                files);
    }

    @Test
    void aKeyOfAnotherCertificateIsNamed() {
        assertRefused(
                ec.key() + ": does not belong to the certificate in " + rsa.certificate()
                        + ", which is for 'CN=with-rsa'; put the right two there",
                rsa.with(ec.key()));
        var another = authority.forClient("another");
        assertRefused(
                another.key() + ": does not belong to the certificate in " + ec.certificate()
                        + ", which is for 'CN=with-ec'; put the right two there",
                ec.with(another.key()));
    }

    @Test
    void aKeyForSomethingElseThanTlsIsNamed() throws Exception {
        Files.writeString(made, "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
        assertRefused(
                made + ": is an 'OPENSSH PRIVATE KEY', which TLS cannot use; expected an RSA, EC or Ed25519 key",
                ec.with(made));
    }

    private Issued chain(Path... certificates) throws IOException {
        var all = new StringBuilder("Bag Attributes: what some programs write between them\n");
        for (var certificate : certificates) all.append(Files.readString(certificate));
        return new Issued(Files.writeString(folder.resolve("chain.pem"), all), folder.resolve("device.key"));
    }

    @Test
    void aChainIsReadInItsOrderAndNoOther() throws Exception {
        var intermediate = authority.intermediate("intermediate");
        var device = intermediate.forClient("device");
        var chain = folder.resolve("chain.pem");
        assertEquals(
                3,
                read(chain(device.certificate(), intermediate.ca(), authority.ca())
                                .with(device.key()))
                        .chain()
                        .size());
        assertRefused(
                chain + ": the key is that of certificate 2, 'CN=device'; put that first, then the one that issued it,"
                        + " and so on",
                chain(intermediate.ca(), device.certificate()).with(device.key()));
        assertRefused(
                chain + ": certificate 1 was issued by 'CN=intermediate', but certificate 2 is 'CN=authority'; put each"
                        + " behind the one it issued, without a gap",
                chain(device.certificate(), authority.ca(), intermediate.ca()).with(device.key()));
        assertRefused(
                chain + ": certificate 1 was issued by 'CN=intermediate', but certificate 2 is 'CN=authority'; put each"
                        + " behind the one it issued, without a gap",
                chain(device.certificate(), authority.ca()).with(device.key()));
    }

    private String refusal(Path certificate) {
        return assertThrows(KeyFault.class, () -> Certificates.in(certificate)).getMessage();
    }

    @Test
    void aFileThatIsJustBeingWrittenIsNeverTakenForAWholeOne() throws Exception {
        var whole = Files.readString(authority.ca()).strip();
        for (var length = 0; length < whole.length(); length++) {
            Files.writeString(made, whole.substring(0, length));
            assertTrue(refusal(made).startsWith(made + ": has"), refusal(made));
        }
        var cutOff = whole.substring(0, 300);
        Files.writeString(made, cutOff + "\n" + whole);
        assertEquals(made + ": has no end of the CERTIFICATE in line 1; the file is cut off", refusal(made));
        Files.writeString(made, whole + "\n" + cutOff);
        var second = whole.lines().count() + 1;
        assertEquals(
                made + ": has no end of the CERTIFICATE in line " + second + "; the file is cut off", refusal(made));
    }

    @Test
    void whatIsNoCertificateIsNamed() throws Exception {
        assertEquals(made + ": there is no such file", refusal(made));
        assertEquals(ec.key() + ": has no certificate; expected PEM, '-----BEGIN CERTIFICATE-----'", refusal(ec.key()));
        Files.writeString(made, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
        assertTrue(refusal(made).startsWith(made + ": the certificate in line 1 is damaged: "), refusal(made));
        Files.writeString(made, "\n-----BEGIN CERTIFICATE-----\nM?IB\n-----END CERTIFICATE-----\n");
        assertEquals(made + ": the CERTIFICATE in line 2 is damaged: not base64", refusal(made));
        Files.write(made, new byte[5 << 20]);
        assertEquals(made + ": has more than 4 MiB; correct the name", refusal(made));
    }

    @Test
    void oneDamagedAuthorityOfTheSystemLeavesTheOthers() throws Exception {
        Files.writeString(
                made,
                "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" + Files.readString(authority.ca()));
        assertEquals(1, Certificates.soundIn(made).size());
    }
}

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts TLS records of the size of a reading and of a full history message, and prints what each costs of a processor. */
final class CipherCost {
    private record Suite(String name, String algorithm, int keyBytes, String transformation) {
        AlgorithmParameterSpec nonce(byte[] bytes) {
            return algorithm.equals("AES") ? new GCMParameterSpec(128, bytes) : new IvParameterSpec(bytes);
        }
    }

    private static final List<Suite> SUITES = List.of(
            new Suite("AES-128-GCM", "AES", 16, "AES/GCM/NoPadding"),
            new Suite("AES-256-GCM", "AES", 32, "AES/GCM/NoPadding"),
            new Suite("ChaCha20-Poly1305", "ChaCha20", 32, "ChaCha20-Poly1305"));
    private static final int[] SIZES = {150, 16_384};
    private static final byte[] HEADER = new byte[5];
    private static final long WARM_UP = 2_000_000_000;
    private static final long SPAN = 2_000_000_000;

    private static long nonces;

    public static void main(String[] arguments) throws Exception {
        System.out.printf("%-18s %12s %12s%n", "us a record", SIZES[0] + " bytes", SIZES[1] + " bytes");
        for (var suite : SUITES) {
            System.out.printf("%-18s", suite.name());
            for (var size : SIZES) {
                micros(suite, size, WARM_UP);
                System.out.printf(Locale.ROOT, " %12.1f", micros(suite, size, SPAN));
            }
            System.out.println();
        }
    }

    // By the thread's own time, so that other work on the machine does not count.
    private static double micros(Suite suite, int size, long span) throws Exception {
        var threads = ManagementFactory.getThreadMXBean();
        var cipher = Cipher.getInstance(suite.transformation());
        var key = new SecretKeySpec(new byte[suite.keyBytes()], suite.algorithm());
        var plain = new byte[size];
        var encrypted = new byte[size + 16];
        var begun = threads.getCurrentThreadCpuTime();
        var records = 0;
        for (; threads.getCurrentThreadCpuTime() - begun < span; records++) {
            var nonce = ByteBuffer.allocate(12).putLong(nonces++).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, suite.nonce(nonce));
            cipher.updateAAD(HEADER);
            cipher.doFinal(plain, 0, size, encrypted, 0);
        }
        return (threads.getCurrentThreadCpuTime() - begun) / 1000.0 / records;
    }
}

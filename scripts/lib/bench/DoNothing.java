import java.time.Duration;

/** A JVM that is up and sleeps: what any Java program takes at least. */
final class DoNothing {
    private DoNothing() {}

    public static void main(String[] arguments) throws InterruptedException {
        System.out.println("up");
        Thread.sleep(Duration.ofDays(1));
    }
}

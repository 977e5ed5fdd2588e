package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.json.Members;
import org.junit.jupiter.api.Test;

class HealthReportTest {
    private static String text(String message) {
        return new HealthReport(Members.of(message)).text();
    }

    @Test
    void theEndOfTheFirstCertificateIsAmongTheFigures() {
        assertTrue(text("{\"ok\":true,\"certificate_days\":12}").contains("certificates  the first ends in 12 days"));
        assertTrue(text("{\"ok\":false,\"certificate_days\":-1}").contains("certificates  one has ended"));
    }

    @Test
    void withoutTlsNothingIsSaidOfCertificates() {
        assertFalse(text("{\"ok\":true}").contains("certificates"));
    }

    @Test
    void ofTheBoardItSaysWhatIsKnown() {
        assertTrue(
                text("{\"board\":{\"temperature\":51.2,\"undervoltage\":true,\"throttled\":false,\"wifi_dbm\":null}}")
                        .contains("51.2 °C, under-voltage, full speed"));
        assertTrue(text("{\"board\":{\"undervoltage\":null,\"wifi_dbm\":-61,\"disk_worn_percent\":20}}")
                .contains("Wi-Fi -61 dBm, disk worn to 20 %"));
    }
}

package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.link.Credentials;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.Login.Session;
import dev.sandpiper.agent.link.Visit;
import dev.sandpiper.agent.loop.SystemTime;
import java.util.Optional;

/**
 * Tries what the agent will need of its brokers: a line each, and the right that is missing. It leaves nothing behind at
 * the broker, and a running agent alone.
 */
final class ConnectCheck {
    private final AgentConfig config;
    private final Console console;
    private final Credentials credentials;
    private final ConnectFindings findings;

    ConnectCheck(AgentConfig config, Console console) {
        this.config = config;
        this.console = console;
        this.credentials = new Credentials(config.broker(), SystemTime.ofKernel());
        this.findings = new ConnectFindings(console, ConnectReport.names(config));
    }

    /** Whether nothing has failed. */
    boolean succeeds() throws Unusable, InterruptedException {
        for (var address : config.broker().addresses()) {
            console.result("\n" + address.url());
            tryOne(new ConnectVisits(config, address, credentials));
        }
        return !findings.failed();
    }

    private void tryOne(ConnectVisits visits) throws Unusable, InterruptedException {
        var report = new ConnectReport(config, visits);
        if (!logsIn(visits)) {
            report.tellNothing(findings);
            return;
        }
        try {
            report.tryAll();
        } catch (Visit.Over over) {
            console.say(
                    "the trial of %s ended early: %s".formatted(visits.address().url(), over.getMessage()));
            findings.incomplete();
        } finally {
            forget(visits);
        }
        report.tell(findings);
    }

    private boolean logsIn(ConnectVisits visits) throws Unusable, InterruptedException {
        var login = new ConnectLogin(visits.address(), visits.login(Session.CLEAN, Optional.empty()), findings);
        try (var visit = visits.visit(Session.CLEAN, Optional.empty(), message -> {})) {
            if (!login.succeeds(visit)) return false;
            visit.leave();
            return true;
        }
    }

    private void forget(ConnectVisits visits) throws Unusable, InterruptedException {
        try {
            visits.forget();
        } catch (Visit.Over gone) {
            console.say("the broker may keep a session of this check until the next one: " + gone.getMessage());
        }
    }
}

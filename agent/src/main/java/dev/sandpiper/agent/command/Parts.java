package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Value;

/**
 * What an output is made of: its device and its rules, one class for each.
 *
 * @param config it began with; its rules may have changed since
 */
record Parts(
        ActuatorConfig config,
        Common common,
        Device device,
        Gate gate,
        MaxOn maxOn,
        LinkLoss linkLoss,
        RateLimit rateLimit,
        Keepsake keepsake) {

    static Parts of(ActuatorConfig config, Common common) {
        var time = common.time();
        var keepsake = new Keepsake(config, common.past());
        return new Parts(
                config,
                common,
                new Device(config, common.board(), time),
                new Gate(config, common.interlocks(), time),
                new MaxOn(config.limits().maxOn(), config.safe(), time),
                new LinkLoss(config, keepsake.lostSince(), time),
                new RateLimit(config.limits().rateLimit(), time),
                keepsake);
    }

    /** Other rules, while it stays where it is. */
    void rules(ActuatorConfig next) {
        gate.rules(next);
        maxOn.rule(next.limits().maxOn());
        linkLoss.rule(next.limits().onLinkLoss());
        rateLimit.rule(next.limits().rateLimit());
        keepsake.rules(next);
    }

    Time time() {
        return common.time();
    }

    Value safe() {
        return config.safe();
    }

    Outcome.Refused rejected(String reason) {
        return Outcome.rejected(config.id() + ": " + reason);
    }
}

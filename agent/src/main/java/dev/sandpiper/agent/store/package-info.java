/**
 * What must not be lost: records until the broker has them, commands until they are answered, the run's number. The only
 * package that speaks SQL; all of it belongs to the store thread.
 */
@NullMarked
package dev.sandpiper.agent.store;

import org.jspecify.annotations.NullMarked;

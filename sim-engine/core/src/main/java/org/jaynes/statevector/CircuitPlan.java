package org.jaynes.statevector;

import java.util.List;
import org.jaynes.plan.Plan;

/**
 * What will run.
 *
 * @param device the device that would be taken, and why
 * @param plans one plan for each stretch of gates: a single one for a circuit without mid-circuit measurement and control
 *     flow; of the others, one for each stretch in each body, as often as it is written and not as often as it will run
 * @param dynamic whether there are several stretches, or outcomes decide what runs
 */
public record CircuitPlan(DeviceChoice device, List<Plan> plans, boolean dynamic) {}

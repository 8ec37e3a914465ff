package org.jaynes.statevector;

import java.util.ArrayList;
import java.util.List;
import org.jaynes.plan.Plan;
import org.jaynes.plan.SlicedPlan;

/**
 * What will run.
 *
 * @param device the device that would be taken, and why
 * @param plans one plan for each stretch of gates: a single one for a circuit without mid-circuit measurement and control
 *     flow; of the others, one for each stretch in each body, as often as it is written and not as often as it will run
 * @param dynamic whether there are several stretches, or outcomes decide what runs
 * @param sliced the same plans with the exchanges of a state in slices; empty where a state is in one piece. Each goes on
 *     where the one before left the index bits
 */
public record CircuitPlan(DeviceChoice device, List<Plan> plans, boolean dynamic, List<SlicedPlan> sliced) {
    static CircuitPlan of(DeviceChoice device, List<Plan> plans, boolean dynamic, int sliceBits) {
        List<SlicedPlan> sliced = new ArrayList<>();
        for (Plan plan : plans) {
            if (sliceBits > 0) {
                sliced.add(
                        sliced.isEmpty()
                                ? SlicedPlan.of(plan, sliceBits)
                                : SlicedPlan.of(
                                        plan, sliceBits, sliced.getLast().finalPlaces()));
            }
        }
        return new CircuitPlan(device, plans, dynamic, sliced);
    }
}

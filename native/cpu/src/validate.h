// Checks of the arguments against the limits of jaynes_plan.h; all addresses are checked for null and alignment only.
#ifndef JAYNES_CPU_VALIDATE_H
#define JAYNES_CPU_VALIDATE_H

#include "jaynes_ldpc.h"
#include "jaynes_plan.h"

namespace jaynes {

bool valid(int32_t precision, const JaynesPassArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesInitializeArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesCollapseArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesProbabilityArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesMarginalArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesPauliArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesSampleArguments*, uint64_t first, uint64_t count);

bool valid(const JaynesLdpcGraph*, const JaynesLdpcState*);
bool valid(const JaynesLdpcStart*);
bool valid(const JaynesLdpcGroupedGraph*, const JaynesLdpcShot*);
// Whether the state has what the schedule needs; layers have no memory.
bool valid_schedule(int32_t schedule, const JaynesLdpcState*);

}  // namespace jaynes

#endif

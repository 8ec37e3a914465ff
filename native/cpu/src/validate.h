// Checks of the arguments against the limits of jaynes_plan.h; all addresses are checked for null and alignment only.
#ifndef JAYNES_CPU_VALIDATE_H
#define JAYNES_CPU_VALIDATE_H

#include "jaynes_plan.h"

namespace jaynes {

bool valid(int32_t precision, const JaynesPassArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesInitializeArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesCollapseArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesProbabilityArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesMarginalArguments*, uint64_t first, uint64_t count);
bool valid(const JaynesFoldArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesPauliArguments*, uint64_t first, uint64_t count);
bool valid(int32_t precision, const JaynesSampleArguments*, uint64_t first, uint64_t count);

}  // namespace jaynes

#endif

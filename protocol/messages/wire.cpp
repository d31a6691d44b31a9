#include "protocol/messages/wire.hpp"

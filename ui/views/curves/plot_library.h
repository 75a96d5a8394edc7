#pragma once

// QCustomPlot spells Qt's keywords in lower case; the studio builds without them.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef foreach

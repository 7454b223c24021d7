from nuantong.campaigns.models.campaign import Campaign
from nuantong.campaigns.models.donor import Donor
from nuantong.campaigns.models.gift import Arrival, GiveBack, Pledge

__all__ = ["Arrival", "Campaign", "Donor", "GiveBack", "Pledge"]
